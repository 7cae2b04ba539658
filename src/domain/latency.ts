/**
 * A histogram of the durations of attempts. Bucket n holds durations below `LATENCY_EDGES_MS[n]` and not below the edge
 * before. One more bucket holds the rest. The edges are the preferred numbers R10, ten per decade (each about 26 %
 * above the one before), from 1 ms to more than any timeout. The histogram is an array of counts, one per bucket.
 * Histograms of several hours are added element by element.
 */
const DECADE = [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8] as const;
const LAST_MS = 40_000;

export const LATENCY_EDGES_MS: readonly number[] = [1, 10, 100, 1_000, 10_000]
  .flatMap((scale) => DECADE.map((one) => one * scale))
  .filter((edge) => edge <= LAST_MS);

/** gancho.hook_hours holds this number of counts per row. */
export const LATENCY_BUCKETS = LATENCY_EDGES_MS.length + 1;

/** The bucket of a duration, counted from 0. */
export function latencyBucket(ms: number): number {
  let low = 0;
  let high = LATENCY_EDGES_MS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ms < (LATENCY_EDGES_MS[middle] ?? Infinity)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Whether an attempt shows how quickly its endpoint answers: the endpoint answered, or the attempt timed out. A
 * refused, aborted or unsent attempt shows nothing.
 */
export function tellsLatency(attempt: {
  status: number | null;
  errorCode: string | null;
}): boolean {
  return (
    attempt.status !== null ||
    attempt.errorCode === 'timeout_headers' ||
    attempt.errorCode === 'connect_timeout'
  );
}

export function addHistograms(histograms: Iterable<readonly number[]>): number[] {
  const sum = new Array<number>(LATENCY_BUCKETS).fill(0);
  for (const histogram of histograms) {
    for (const [bucket, count] of histogram.entries()) sum[bucket] = (sum[bucket] ?? 0) + count;
  }
  return sum;
}

/**
 * The duration that a share of all (0 to 1) did not exceed, by nearest rank. Its error is less than the width of its
 * bucket. The last bucket has no end, so its lower edge counts. Null: nothing was counted.
 */
export function percentileMs(histogram: readonly number[], share: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(share * total));
  let before = 0;
  for (const [bucket, count] of histogram.entries()) {
    if (before + count < rank) {
      before += count;
      continue;
    }
    const from = LATENCY_EDGES_MS[bucket - 1] ?? 0;
    const to = LATENCY_EDGES_MS[bucket] ?? from;
    return from + ((to - from) * (rank - before - 0.5)) / count;
  }
  return null;
}
