import { describe, expect, it } from 'vitest';
import { announceRest, wakeAt } from './announcements';
import { deliveriesDue, eventsRecorded } from './events';

const due = deliveriesDue.name;
const recorded = eventsRecorded.name;

describe('wakeAt', () => {
  it.each([
    ['rounds up to the full second', 12_001, 10_500, 13],
    ['keeps a full second', 13_000, 10_500, 13],
    [
      'never names a second that has begun, which may have woken its run already',
      10_700,
      10_500,
      11,
    ],
    ['takes the next second for what is overdue', 3_000, 11_000, 12],
  ])('%s', (_case, dueAtMs, nowMs, second) => {
    expect(wakeAt(due, dueAtMs, nowMs)).toEqual({
      name: due,
      id: `${due}@${second}`,
      ts: second * 1000,
      data: {},
    });
  });
});

describe('announceRest', () => {
  const nothing = { nextDueAt: null, hasMore: false };

  it('announces nothing when nothing is left', () => {
    expect(announceRest(recorded, nothing, { startedAtMs: 1, nowMs: 2 })).toEqual([]);
  });

  it('wakes deliver when the next delivery is due, after any function', () => {
    const rest = { nextDueAt: 15_000, hasMore: false };
    const [wake] = announceRest(recorded, rest, { startedAtMs: 9_000, nowMs: 10_000 });
    expect(wake).toMatchObject({ name: due, ts: 15_000 });
  });

  it('continues at once with the function that has more', () => {
    const rest = { nextDueAt: 15_000, hasMore: true };
    const wakes = announceRest(recorded, rest, { startedAtMs: 9_000, nowMs: 10_400 });
    expect(wakes).toEqual([{ name: recorded, id: `${recorded}+10`, data: {} }]);
  });

  it('continues in the next second when it began in this one, so that its id is new', () => {
    const rest = { nextDueAt: null, hasMore: true };
    const wakes = announceRest(due, rest, { startedAtMs: 10_100, nowMs: 10_400 });
    expect(wakes).toEqual([{ name: due, id: `${due}@11`, ts: 11_000, data: {} }]);
  });
});
