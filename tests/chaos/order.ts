import type { StoredDelivery } from './evidence';
import { discardAskedMs, type OperatorAction, redeliveredOf } from './operator-actions';
import type { Receipt } from './receivers';

/**
 * The receipts of an in-order hook that came before all earlier deliveries had been accepted, or discarded on request.
 *
 * @param order the hook's deliveries by their ids
 * @param receipts the hook's, as they came
 */
export function findDisorder(
  order: readonly StoredDelivery[],
  receipts: readonly Receipt[],
  actions: readonly OperatorAction[],
  nameOf: (delivery: StoredDelivery) => string,
): Receipt[] {
  const place = new Map(order.map((one, i) => [nameOf(one), i]));
  const again = redeliveredOf(actions);
  const settledMs = order.map((one) => {
    // A delivery that was sent again may have been discarded before. Only its last end is known.
    if (again.has(one.id)) return 0;
    const discardedMs = one.status === 'discarded' ? discardAskedMs(actions, one) : null;
    return discardedMs ?? Number.POSITIVE_INFINITY;
  });
  for (const { webhookId, acceptedMs } of receipts) {
    const i = place.get(webhookId) ?? -1;
    settledMs[i] = Math.min(settledMs[i] ?? Infinity, acceptedMs ?? Infinity);
  }
  // The time when all deliveries up to an index had been settled. A later delivery's request may not come earlier.
  let latest = 0;
  const allBeforeMs = settledMs.map((ms) => {
    const before = latest;
    latest = Math.max(latest, ms);
    return before;
  });
  return receipts.filter(
    (one) => one.arrivedMs < (allBeforeMs[place.get(one.webhookId) ?? -1] ?? 0),
  );
}
