import type { StoredDelivery } from './evidence';
import { discardAskedMs, type OperatorAction, redeliveredOf } from './operator-actions';
import type { Receipt } from './receivers';

/**
 * The receipts of a hook in order that came before all earlier deliveries had been accepted, or discarded
 * because someone asked for it.
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
    // Sent again, it may have been discarded before: only the last end is known.
    if (again.has(one.id)) return 0;
    const discardedMs = one.status === 'discarded' ? discardAskedMs(actions, one) : null;
    return discardedMs ?? Number.POSITIVE_INFINITY;
  });
  for (const { webhookId, acceptedMs } of receipts) {
    const i = place.get(webhookId) ?? -1;
    settledMs[i] = Math.min(settledMs[i] ?? Infinity, acceptedMs ?? Infinity);
  }
  // When all up to a place had been settled: a request further on may come no earlier.
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
