/**
 * How long attempts took, counted in buckets: the n-th one holds what took less than `LATENCY_EDGES_MS[n]`
 * and not less than the edge before; one more holds the rest. The edges are the preferred numbers R10,
 * ten a decade (each some 26 % above the one before), from 1 ms to what no timeout allows. A histogram is
 * an array of counts, one a bucket; those of several hours are added up element by element.
 */
const DECADE = [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8] as const;
const LAST_MS = 40_000;

export const LATENCY_EDGES_MS: readonly number[] = [1, 10, 100, 1_000, 10_000]
  .flatMap((scale) => DECADE.map((one) => one * scale))
  .filter((edge) => edge <= LAST_MS);

/** gancho.hook_hours holds this many counts a row. */
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
 * Whether an attempt says how quickly its endpoint answers: it did, or we gave up waiting. What was
 * refused, cut off or never sent says nothing of it.
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
 * The duration that a share of all (0 to 1) did not exceed, by nearest rank: it is off by less than the
 * width of its bucket. In the last, which has no end, its lower edge. Null: nothing was counted.
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
