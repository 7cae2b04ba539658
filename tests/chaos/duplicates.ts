import type { Fault } from './faults';
import type { Receipt } from './receivers';

export type Slots = (endpoint: number) => number;

/** A delivery that came again after its receiver had accepted it. */
type Again = { webhookId: string; endpoint: number; attempt: number; fromMs: number; atMs: number };

/** Workers without a heartbeat for ten seconds are taken for dead; they write one every two. */
const HEARTBEAT_MS = 8_000;
/** Until the database has recovered, and its clients have found it again. */
const BACK_AFTER_MS = 5_000;
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
  for (const fault of forgetfulOf(faults)) {
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
  return { count: all.length, unexplained: [...waiting].map((one) => inWords(one, faults)) };
}

type Window = { beganMs: number; endedMs: number };

/** Also faults in a row, none of which alone keeps heartbeats away for too long. */
function forgetfulOf(faults: readonly Fault[]): Window[] {
  const byTime = [...faults].sort((a, b) => a.beganMs - b.beganMs);
  const silences: Window[] = [];
  for (const { beganMs, endedMs } of byTime.filter(({ isSilencing }) => isSilencing)) {
    const last = silences.at(-1);
    const backMs = endedMs + BACK_AFTER_MS;
    if (last && beganMs <= last.endedMs) last.endedMs = Math.max(last.endedMs, backMs);
    else silences.push({ beganMs, endedMs: backMs });
  }
  const tooLong = silences.filter(({ beganMs, endedMs }) => endedMs - beganMs > HEARTBEAT_MS);
  const windows = [...byTime.filter(({ isForgetful }) => isForgetful), ...tooLong];
  return windows.sort((a, b) => a.beganMs - b.beganMs);
}

function inWords({ webhookId, attempt, fromMs, atMs }: Again, faults: readonly Fault[]): string {
  const near = faults.filter(
    ({ beganMs, endedMs }) => fromMs - 2 * HEARTBEAT_MS <= endedMs && beganMs <= atMs,
  );
  const told = near.map(({ kind, beganMs }) => `${kind} ${beganMs - fromMs} ms after it`);
  return `${webhookId} came again ${atMs - fromMs} ms later, attempt ${attempt} (${told.join(', ')})`;
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
