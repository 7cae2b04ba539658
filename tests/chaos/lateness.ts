import { type Fault, traitsOf } from './fault-kinds';
import { faultsNear, type Span } from './forgetting';

/** One event of a hook that always answers at once: the times of its acceptance and receipt (null: never). */
export type Trip = {
  webhookId: string;
  endpoint: number;
  acceptedMs: number;
  arrivedMs: number | null;
  /** The spans in which it waited because its worker held it, or an earlier delivery in order. */
  held: readonly Span[];
};

type Input = {
  faults: readonly Fault[];
  trips: readonly Trip[];
  /** The allowed factor of slowness: 1 on a machine that runs nothing else. */
  leniency: number;
};

export type Lateness = {
  problems: string[];
  /** The trips that no fault affected, and their times. */
  calm: number;
  calmP50Ms: number;
  calmP99Ms: number;
  calmMaxMs: number;
};

const LATE_MS = 2_000;
/** A worker, also of a server that has just started, is suspected after ten seconds and declared dead soon after. */
const TAKEN_OVER_MS = 30_000;

/** The time after which a fault no longer excuses a late delivery. */
export function recoveredMs({ kind, endedMs }: Fault, leniency: number): number {
  return endedMs + traitsOf(kind).recoverMs * leniency;
}

/**
 * The trips that took longer than two seconds, without the time in which faults, and the recovery from them, delayed
 * them.
 */
export function findLate({ faults, trips, leniency }: Input): Lateness {
  const disturbed = union(
    faults.map((fault) => ({ beganMs: fault.beganMs, endedMs: recoveredMs(fault, leniency) })),
  );
  const problems: string[] = [];
  const calm: number[] = [];
  for (const { webhookId, endpoint, acceptedMs, arrivedMs, held } of trips) {
    const atMs = arrivedMs ?? Number.POSITIVE_INFINITY;
    const tookMs = atMs - acceptedMs;
    const taken = held.map(({ beganMs, endedMs }) => ({
      beganMs,
      endedMs: Math.min(endedMs, beganMs + TAKEN_OVER_MS),
    }));
    const spans = taken.length === 0 ? disturbed : union([...disturbed, ...taken]);
    const excusedMs = overlap(spans, acceptedMs, atMs);
    if (excusedMs === 0) calm.push(tookMs);
    if (tookMs - excusedMs <= LATE_MS * leniency) continue;
    const near = faultsNear(faults, { endpoint, fromMs: acceptedMs, atMs });
    problems.push(`${webhookId} took ${tookMs} ms, of which ${excusedMs} during a fault (${near})`);
  }
  calm.sort((a, b) => a - b);
  const at = (share: number) => calm[Math.floor(share * (calm.length - 1))] ?? 0;
  return {
    problems,
    calm: calm.length,
    calmP50Ms: at(0.5),
    calmP99Ms: at(0.99),
    calmMaxMs: at(1),
  };
}

function overlap(spans: readonly Span[], fromMs: number, toMs: number): number {
  return spans.reduce(
    (sum, { beganMs, endedMs }) =>
      sum + Math.max(0, Math.min(endedMs, toMs) - Math.max(beganMs, fromMs)),
    0,
  );
}

function union(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const { beganMs, endedMs } of [...spans].sort((a, b) => a.beganMs - b.beganMs)) {
    const last = joined.at(-1);
    if (last && beganMs <= last.endedMs) last.endedMs = Math.max(last.endedMs, endedMs);
    else joined.push({ beganMs, endedMs });
  }
  return joined;
}
