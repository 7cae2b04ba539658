import type { StoredDelivery } from './evidence';

/** What the operator asked for, each call by itself, and until when it was answered or lost. */
export type Deed = {
  kind: 'discard' | 'redeliver';
  hookId: number;
  /** Of a redelivery. */
  deliveryId: number | null;
  beganMs: number;
  endedMs: number;
};

/** A call whose caller has heard nothing may still be carried out. */
const DONE_LATE_MS = 5_000;

/** The ids of the deliveries that may have been sent again because someone wanted it. */
export function redeliveredOf(deeds: readonly Deed[]): Set<number> {
  return new Set(
    deeds.flatMap(({ kind, deliveryId }) =>
      kind === 'redeliver' && deliveryId !== null ? [deliveryId] : [],
    ),
  );
}

/** When it was first asked for that a queue be discarded in which the delivery was; null: never. */
export function discardAskedMs(deeds: readonly Deed[], delivery: StoredDelivery): number | null {
  const asked = deeds.filter(
    ({ kind, hookId, endedMs }) =>
      kind === 'discard' &&
      hookId === delivery.hook_id &&
      endedMs + DONE_LATE_MS >= delivery.created_ms,
  );
  return asked.length === 0 ? null : Math.min(...asked.map(({ beganMs }) => beganMs));
}
