import { BUILT_IN_RESOURCES } from '@/domain/catalogue/built-in-resources';
import type { EventType, ResourceLevel } from '@/domain/catalogue/resource';
import { DAY_MS } from '@/domain/units';
import { OUTAGE_MS, outcomeOf, type SampleOutcome } from './outcomes';
import type { SampleHookPlan } from './sample-plan';

export type SampleHook = { id: number; projectId: number | null; plan: SampleHookPlan };

export type SampleEvent = {
  atMs: number;
  projectId: number | null;
  resourceName: string;
  level: ResourceLevel;
  eventType: EventType;
  resourceId: string;
  userId: string;
};

/** `event` is an index. Events are in order of time, and deliveries in the order of their events. */
export type SampleDelivery = { event: number; hookId: number; outcome: SampleOutcome };
export type SampleHistory = { events: SampleEvent[]; deliveries: SampleDelivery[] };

const EVENTS_PER_HOOK_AND_DAY = 9;
const QUIET_MS = 10 * 60_000;
/**
 * Recent events in addition to those of all days, at whatever hour the sample is created. They show the outage of the
 * failing endpoint, and fill the last day's charts of the others.
 */
const RECENT: Record<SampleHookPlan['behaviour'], { count: number; withinMs: number }> = {
  failing: { count: 14, withinMs: OUTAGE_MS - 2 * QUIET_MS },
  healthy: { count: 30, withinMs: DAY_MS },
  gone: { count: 0, withinMs: 0 },
};

/** A history of `days` days up to `nowMs`: the published events and their outcomes at each hook. */
export function buildSampleHistory(input: {
  hooks: readonly SampleHook[];
  nowMs: number;
  days: number;
  random: () => number;
}): SampleHistory {
  const { hooks, nowMs, days, random } = input;
  const oldestMs = Math.floor(nowMs / DAY_MS) * DAY_MS - (days - 1) * DAY_MS;
  const events = hooks
    .flatMap((hook) =>
      momentsOf(hook, oldestMs, nowMs, random).map((atMs) => eventOf(hook, atMs, random)),
    )
    .sort((a, b) => a.atMs - b.atMs);

  const gone = new Set<number>();
  const deliveries = events.flatMap((event, index) =>
    hooks.flatMap((hook): SampleDelivery[] => {
      if (!isSelected(hook, event)) return [];
      const { behaviour } = hook.plan;
      const isGone = gone.has(hook.id);
      const outcome = outcomeOf({ behaviour, atMs: event.atMs, nowMs, isGone, random });
      if (outcome.reason?.code === 'gone') gone.add(hook.id);
      return [{ event: index, hookId: hook.id, outcome }];
    }),
  );
  return { events, deliveries };
}

function momentsOf(hook: SampleHook, oldestMs: number, nowMs: number, random: () => number) {
  const latestMs = nowMs - QUIET_MS;
  const count = Math.ceil(((latestMs - oldestMs) / DAY_MS) * EVENTS_PER_HOOK_AND_DAY);
  const spread = Array.from({ length: count }, () => {
    const at = oldestMs + random() * (latestMs - oldestMs);
    return workingHour(at, random);
  });
  const recent = RECENT[hook.plan.behaviour];
  const late = Array.from({ length: recent.count }, () => latestMs - random() * recent.withinMs);
  return [...spread, ...late].filter((at) => at >= oldestMs && at <= latestMs).map(Math.round);
}

/** Most of a site's work happens between 7 and 18 o'clock. */
function workingHour(at: number, random: () => number): number {
  if (random() < 0.2) return at;
  const day = Math.floor(at / DAY_MS) * DAY_MS;
  return day + (7 + random() * 11) * 3600 * 1000;
}

const LEVELS = new Map<string, ResourceLevel>(
  BUILT_IN_RESOURCES.map((resource) => [resource.name, resource.level]),
);

function eventOf(hook: SampleHook, atMs: number, random: () => number): SampleEvent {
  const [resourceName, ...types] = pick(hook.plan.selected, random);
  const level = LEVELS.get(resourceName) ?? 'project';
  return {
    atMs,
    projectId: hook.projectId,
    resourceName,
    level,
    eventType: pick(types, random),
    resourceId: String(40_000 + Math.floor(random() * 900)),
    userId: String(210 + Math.floor(random() * 12)),
  };
}

function isSelected(hook: SampleHook, event: SampleEvent): boolean {
  return (
    hook.projectId === event.projectId &&
    hook.plan.selected.some(
      ([name, ...types]) => name === event.resourceName && types.includes(event.eventType),
    )
  );
}

function pick<T>(list: readonly T[], random: () => number): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
}

/** A small seeded generator, so that the sample is the same everywhere and in every test. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
