import type { StoredDelivery } from './evidence';
import type { Receipt } from './receivers';

/** One call of the operator, with the time until which it was answered or lost. */
export type OperatorAction = {
  kind: 'discard' | 'redeliver';
  hookId: number;
  /** The delivery of a redelivery. */
  deliveryId: number | null;
  beganMs: number;
  endedMs: number;
};

/** A call without an answer may still be carried out. */
const DONE_LATE_MS = 5_000;
/** A request can be read after its sender has been killed. */
const READ_LATE_MS = 1_000;

/** The ids of the deliveries that the operator may have sent again. */
export function redeliveredOf(actions: readonly OperatorAction[]): Set<number> {
  return new Set(
    actions.flatMap(({ kind, deliveryId }) =>
      kind === 'redeliver' && deliveryId !== null ? [deliveryId] : [],
    ),
  );
}

/** The first time when somebody asked to discard a queue with the delivery; null: never. */
export function discardAskedMs(
  actions: readonly OperatorAction[],
  delivery: StoredDelivery,
): number | null {
  const asked = actions.filter(
    ({ kind, hookId, endedMs }) =>
      kind === 'discard' &&
      hookId === delivery.hook_id &&
      endedMs + DONE_LATE_MS >= delivery.created_ms,
  );
  return asked.length === 0 ? null : Math.min(...asked.map(({ beganMs }) => beganMs));
}

/**
 * The receipts that came after a delivery had been discarded for good.
 *
 * @param again the ids of those that somebody sent again
 */
export function findSentAfterDiscard(
  { id, status, finished_ms }: StoredDelivery,
  receipts: readonly Receipt[],
  again: ReadonlySet<number>,
): Receipt[] {
  if (status !== 'discarded' || again.has(id)) return [];
  return receipts.filter(({ arrivedMs }) => arrivedMs > (finished_ms ?? 0) + READ_LATE_MS);
}
