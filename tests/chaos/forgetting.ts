import { type Fault, traitsOf } from './fault-kinds';

export type Span = { beganMs: number; endedMs: number };
export type Slots = (endpoint: number) => number;

/** An event in the life of one request of a hook, between two moments. */
type Happening = { endpoint: number; fromMs: number; atMs: number };

/** Workers without a heartbeat for ten seconds are declared dead. They write one every two seconds. */
const HEARTBEAT_MS = 8_000;
/** The time until the database has recovered, and its clients have reconnected. */
const BACK_AFTER_MS = 5_000;
/** A request can be read after its sender has been killed. */
const READ_LATE_MS = 1_000;

/** Faults, also several in a row, that prevented heartbeats for so long that live workers are declared dead. */
export function longSilences(faults: readonly Fault[]): Span[] {
  const silences: Span[] = [];
  for (const { beganMs, endedMs } of inTime(faults).filter(
    ({ kind }) => traitsOf(kind).isSilencing,
  )) {
    const last = silences.at(-1);
    const backMs = endedMs + BACK_AFTER_MS;
    if (last && beganMs <= last.endedMs) last.endedMs = Math.max(last.endedMs, backMs);
    else silences.push({ beganMs, endedMs: backMs });
  }
  return silences.filter(({ beganMs, endedMs }) => endedMs - beganMs > HEARTBEAT_MS);
}

/**
 * The happenings that no fault explains. A fault between the two moments that makes workers forget can explain at most
 * the number of requests that the hook may have in flight, recorded or not.
 */
export function unexplained<One extends Happening>(
  all: readonly One[],
  faults: readonly Fault[],
  slotsOf: Slots,
): One[] {
  const forgetful = faults.filter(({ kind }) => traitsOf(kind).isForgetful);
  const waiting = new Set([...all].sort((a, b) => a.atMs - b.atMs));
  for (const fault of inTime([...forgetful, ...longSilences(faults)])) {
    const taken = new Map<number, number>();
    // Deliveries that return during a fault can be forgotten again each time the heartbeats expire.
    const rounds = 1 + Math.floor((fault.endedMs - fault.beganMs) / HEARTBEAT_MS);
    for (const one of waiting) {
      const isWithin = one.fromMs <= fault.endedMs + READ_LATE_MS && fault.beganMs <= one.atMs;
      const used = taken.get(one.endpoint) ?? 0;
      if (!isWithin || used >= rounds * slotsOf(one.endpoint)) continue;
      taken.set(one.endpoint, used + 1);
      waiting.delete(one);
    }
  }
  return [...waiting];
}

/** The faults near these moments, for the reader of a finding. */
export function faultsNear(faults: readonly Fault[], { fromMs, atMs }: Happening): string {
  return faults
    .filter(({ beganMs, endedMs }) => fromMs - 2 * HEARTBEAT_MS <= endedMs && beganMs <= atMs)
    .map(({ kind, beganMs, endedMs }) => `${kind} ${beganMs - fromMs}..${endedMs - fromMs} ms`)
    .join(', ');
}

function inTime<One extends Span>(spans: readonly One[]): One[] {
  return [...spans].sort((a, b) => a.beganMs - b.beganMs);
}
