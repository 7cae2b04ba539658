import type { OpenCircuit } from './circuits';
import type { Evidence, StoredDelivery } from './evidence';
import type { Fault } from './fault-kinds';
import { longSilences } from './forgetting';
import type { OperatorAction } from './operator-actions';
import { redeliveredOf } from './operator-actions';
import type { PastEvidence } from './past';
import type { Accepted } from './publisher';
import type { Receipt } from './receivers';
import type { Hook } from './settle';

/** Everything that is known of a run. */
export type Trial = {
  /** By the numbers of their endpoints. */
  hooks: readonly Hook[];
  accepted: readonly Accepted[];
  receipts: readonly Receipt[];
  faults: readonly Fault[];
  actions: readonly OperatorAction[];
  /** The times when a process or the database returned. */
  returnsMs: readonly number[];
  /** The time until which there were always deliveries to send. */
  busyUntilMs: number;
  evidence: Evidence;
  past: PastEvidence;
  circuits: readonly OpenCircuit[];
  /** The allowed factor of slowness. */
  leniency: number;
};

export type ByWebhook = ReadonlyMap<string, Receipt[]>;
export type Stored = ReadonlyMap<string, StoredDelivery>;

const SEEN_TOGETHER_MS = 100;
const THAWING_MS = 3_000;

export const nameOf = ({ ulid, hook_id }: StoredDelivery) => `${ulid}_${hook_id}`;

export const slots = (hook: Hook | undefined) => (hook?.isInOrder ? 1 : (hook?.maxInFlight ?? 0));

/** The names of the deliveries that the operator may have sent again. */
export function namesOfRedelivered({ actions, evidence }: Trial): Set<string> {
  const again = redeliveredOf(actions);
  return new Set(evidence.deliveries.filter(({ id }) => again.has(id)).map(nameOf));
}

/** Checks a little later than the moment, because the end of one request and the next may be seen at once. */
export function isOpenAt({ acceptedMs, closedMs }: Receipt, ms: number): boolean {
  return (acceptedMs ?? closedMs ?? Number.POSITIVE_INFINITY) > ms + SEEN_TOGETHER_MS;
}

/** Whether a worker that was declared dead may be sending deliveries that another one has taken over. */
export function isThawing(faults: readonly Fault[], ms: number): boolean {
  const frozen = faults.filter(({ kind }) => kind === 'freeze a worker past its lease');
  return [...frozen, ...longSilences(faults)].some(
    ({ beganMs, endedMs }) => beganMs <= ms && ms <= endedMs + THAWING_MS,
  );
}

export function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
