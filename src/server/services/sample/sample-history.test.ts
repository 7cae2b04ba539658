import { expect, it } from 'vitest';
import { findBuiltInResource } from '@/domain/catalogue/built-in-resources';
import { buildSampleHistory, seededRandom } from './sample-history';
import { SAMPLE_HOOKS } from './sample-plan';

const DAY_MS = 24 * 3600 * 1000;
const hooks = SAMPLE_HOOKS.map((plan, index) => ({
  id: index + 1,
  projectId: plan.project === null ? null : 50 + plan.project,
  plan,
}));

function build(nowMs: number) {
  return buildSampleHistory({ hooks, nowMs, days: 28, random: seededRandom(28) });
}

it('selects only events of the catalogue', () => {
  for (const { selected, project } of SAMPLE_HOOKS) {
    for (const [name, ...types] of selected) {
      const resource = findBuiltInResource(name);
      expect(resource, name).toMatchObject({
        name,
        level: project === null ? 'company' : 'project',
      });
      for (const type of types) expect(resource?.events).toContain(type);
    }
  }
});

const HOURS = Array.from({ length: 24 }, (_, hour) =>
  new Date(Date.parse('2026-03-01T00:00:30Z') + hour * 3_600_000).toISOString(),
);

// The history must look active at whatever hour a person starts.
it.each(HOURS)('shows every status and stays within its days at %s', (now) => {
  const nowMs = Date.parse(now);
  const { events, deliveries } = build(nowMs);
  const oldestMs = Math.floor(nowMs / DAY_MS) * DAY_MS - 27 * DAY_MS;
  expect(events.every(({ atMs }) => atMs >= oldestMs && atMs < nowMs)).toBe(true);
  expect(new Set(deliveries.map(({ outcome }) => outcome.status))).toEqual(
    new Set(['queued', 'retrying', 'delivered', 'failed', 'discarded']),
  );
  for (const status of ['discarded', 'failed', 'retrying'] as const) {
    const of = deliveries.filter(({ outcome }) => outcome.status === status);
    expect(of.length, status).toBeGreaterThan(2);
  }
  for (const { id } of hooks) {
    expect(deliveries.filter(({ hookId }) => hookId === id).length).toBeGreaterThan(200);
  }
});

it('contains nothing from the future and no contradicting outcomes', () => {
  const nowMs = Date.parse('2026-03-01T09:00:00Z');
  const { events, deliveries } = build(nowMs);
  for (const { event, outcome } of deliveries) {
    const isFinished = ['delivered', 'failed', 'discarded'].includes(outcome.status);
    expect(outcome.finishedMs !== null).toBe(isFinished);
    let previousMs = events[event]?.atMs ?? nowMs;
    for (const attempt of outcome.attempts) {
      expect(attempt.startedMs).toBeGreaterThan(previousMs);
      previousMs = attempt.startedMs + attempt.totalMs;
    }
    expect(previousMs).toBeLessThan(nowMs);
    if (outcome.finishedMs !== null) expect(outcome.finishedMs).toBeLessThan(nowMs);
    if (outcome.nextAttemptMs !== null) expect(outcome.nextAttemptMs).toBeGreaterThan(nowMs);
  }
});
