import { type Fault, HEARTBEAT_MS } from './faults';
import type { Receipt } from './receivers';

export type Slots = (endpoint: number) => number;

/** A delivery that came again after its receiver had accepted it. */
type Again = { webhookId: string; endpoint: number; attempt: number; fromMs: number; atMs: number };

/** A request can be read after its sender has been killed. */
const READ_LATE_MS = 1_000;

/**
 * Which deliveries came again without need. A fault that makes what is out forgotten can repeat as many of a
 * hook's requests as the hook may have in flight, recorded or not, and no more; each repetition needs such a
 * fault between the request that was accepted and the one after it.
 */
export function findDuplicates(
  faults: readonly Fault[],
  byWebhook: ReadonlyMap<string, readonly Receipt[]>,
  slotsOf: Slots,
) {
  const all = [...byWebhook].flatMap(([webhookId, receipts]) => repetitions(webhookId, receipts));
  const waiting = new Set(all.sort((a, b) => a.atMs - b.atMs));
  const forgetful = faults
    .filter(({ isForgetful }) => isForgetful)
    .sort((a, b) => a.beganMs - b.beganMs);
  for (const fault of forgetful) {
    const taken = new Map<number, number>();
    // Whatever comes back while a fault lasts can be forgotten once more when heartbeats run out again.
    const rounds = 1 + Math.floor((fault.endedMs - fault.beganMs) / HEARTBEAT_MS);
    for (const one of waiting) {
      const isWithin = one.fromMs <= fault.endedMs + READ_LATE_MS && fault.beganMs <= one.atMs;
      const used = taken.get(one.endpoint) ?? 0;
      if (!isWithin || used >= rounds * slotsOf(one.endpoint)) continue;
      taken.set(one.endpoint, used + 1);
      waiting.delete(one);
    }
  }
  return {
    count: all.length,
    unexplained: [...waiting].map(
      ({ webhookId, attempt }) => `${webhookId} came again, attempt ${attempt}`,
    ),
  };
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
