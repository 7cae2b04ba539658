import type { Fault } from './fault-kinds';
import { faultsNear, type Slots, unexplained } from './forgetting';
import type { Receipt } from './receivers';

/** A delivery that came again after its receiver had accepted it. */
type Again = { webhookId: string; endpoint: number; attempt: number; fromMs: number; atMs: number };

/** The deliveries that came again without need. Each repetition needs a fault that makes a worker forget. */
export function findDuplicates(
  faults: readonly Fault[],
  byWebhook: ReadonlyMap<string, readonly Receipt[]>,
  slotsOf: Slots,
) {
  const all = [...byWebhook].flatMap(([webhookId, receipts]) => repetitions(webhookId, receipts));
  return {
    count: all.length,
    unexplained: unexplained(all, faults, slotsOf).map(
      (one) =>
        `${one.webhookId} came again ${one.atMs - one.fromMs} ms later, attempt ${one.attempt} (${faultsNear(faults, one)})`,
    ),
  };
}

/** The time when this attempt ended as a failure, such as a timeout; null if it did not fail. */
export type FailedAt = (webhookId: string, attempt: number) => number | null;

/** On a busy machine an answer can arrive and stay unread until its timeout. */
const UNREAD_MS = 100;

/** Removes the acceptance of answers that came after their attempt had failed, or just before. */
export function withoutLateAnswers(
  receipts: readonly Receipt[],
  failedAt: FailedAt,
  leniency: number,
): Receipt[] {
  return receipts.map((one) => {
    const failedMs = failedAt(one.webhookId, one.attempt);
    const isLate =
      failedMs !== null &&
      one.acceptedMs !== null &&
      one.acceptedMs > failedMs - UNREAD_MS * leniency;
    return isLate ? { ...one, acceptedMs: null } : one;
  });
}

function repetitions(webhookId: string, receipts: readonly Receipt[]): Again[] {
  return receipts.flatMap((receipt, i) => {
    const before = receipts
      .slice(0, i)
      .findLast((one) => (one.acceptedMs ?? Number.POSITIVE_INFINITY) < receipt.arrivedMs);
    if (!before) return [];
    const { endpoint, attempt, arrivedMs } = receipt;
    return [{ webhookId, endpoint, attempt, fromMs: before.arrivedMs, atMs: arrivedMs }];
  });
}
