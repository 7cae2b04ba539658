import type { Evidence, StoredDelivery } from './evidence';
import type { Fault } from './fault-kinds';
import { faultsNear, type Slots, unexplained } from './forgetting';

type Input = {
  faults: readonly Fault[];
  evidence: Pick<Evidence, 'attempts' | 'deliveries'>;
  /** The endpoint of a hook. */
  endpointOf: (hookId: number) => number;
  slotsOf: Slots;
};

/**
 * The longest time of a request and its record, also if the database was unavailable in between. A fault after that did
 * not interrupt it.
 */
const OUT_MS_MAX = 15_000;

/** An attempt with an unknown outcome, until the next one began or its delivery ended. */
export type Interrupted = {
  delivery: StoredDelivery;
  n: number;
  endpoint: number;
  beganMs: number;
  endedMs: number;
};

export function interruptedIn(
  { attempts, deliveries }: Input['evidence'],
  endpointOf: Input['endpointOf'],
): Interrupted[] {
  const startedMs = new Map(
    attempts.map((one) => [`${one.delivery_id} ${one.n}`, one.started_ms] as const),
  );
  const byId = new Map(deliveries.map((one) => [one.id, one]));
  return attempts.flatMap(({ delivery_id, n, outcome, started_ms: beganMs }) => {
    const delivery = byId.get(delivery_id);
    if (outcome !== 'unknown' || !delivery) return [];
    const endMs = startedMs.get(`${delivery_id} ${n + 1}`) ?? delivery.finished_ms;
    const endedMs = endMs ?? Number.POSITIVE_INFINITY;
    return [{ delivery, n, endpoint: endpointOf(delivery.hook_id), beganMs, endedMs }];
  });
}

/**
 * Interrupted attempts during which no sending process was killed, frozen or cut off. These are claims that were thrown
 * away.
 */
export function findInterrupted({ faults, evidence, endpointOf, slotsOf }: Input): string[] {
  const all = interruptedIn(evidence, endpointOf).map((one) => ({
    ...one,
    fromMs: one.beganMs,
    atMs: Math.min(one.endedMs, one.beganMs + OUT_MS_MAX),
  }));
  return unexplained(all, faults, slotsOf).map(
    (one) =>
      `delivery ${one.delivery.id}: attempt ${one.n} was interrupted by nobody (${faultsNear(faults, one)})`,
  );
}
