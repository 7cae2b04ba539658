import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addHistograms,
  LATENCY_BUCKETS,
  LATENCY_EDGES_MS,
  latencyBucket,
  percentileMs,
  tellsLatency,
} from './latency';

const LAST_EDGE_MS = LATENCY_EDGES_MS.at(-1) ?? 0;

function histogramOf(durations: readonly number[]): number[] {
  const histogram = new Array<number>(LATENCY_BUCKETS).fill(0);
  for (const ms of durations) {
    const bucket = latencyBucket(ms);
    histogram[bucket] = (histogram[bucket] ?? 0) + 1;
  }
  return histogram;
}

const duration = fc.oneof(
  fc.double({ min: 0, max: LAST_EDGE_MS, noNaN: true, maxExcluded: true }),
  fc.constantFrom(...LATENCY_EDGES_MS.slice(0, -1)),
);

it('has edges that rise by a quarter and end above the longest timeout', () => {
  expect(LATENCY_EDGES_MS).toHaveLength(47);
  for (const [n, edge] of LATENCY_EDGES_MS.slice(1).entries()) {
    const ratio = edge / (LATENCY_EDGES_MS[n] ?? 0);
    expect(ratio).toBeGreaterThan(1.24);
    expect(ratio).toBeLessThan(1.29);
  }
  expect(LAST_EDGE_MS).toBeGreaterThan(35_000);
});

it('puts every duration between the edges of its bucket', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (ms) => {
      const bucket = latencyBucket(ms);
      expect(ms).toBeGreaterThanOrEqual(LATENCY_EDGES_MS[bucket - 1] ?? 0);
      expect(ms).toBeLessThan(LATENCY_EDGES_MS[bucket] ?? Infinity);
    }),
  );
});

it('is never off by more than the width of a bucket', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(duration, { minLength: 1, maxLength: 300 }), share, (durations, part) => {
      const sorted = [...durations].sort((a, b) => a - b);
      const exact = sorted[Math.max(1, Math.ceil(part * sorted.length)) - 1] ?? 0;
      const bucket = latencyBucket(exact);
      const width = (LATENCY_EDGES_MS[bucket] ?? 0) - (LATENCY_EDGES_MS[bucket - 1] ?? 0);
      expect(Math.abs((percentileMs(histogramOf(durations), part) ?? -1) - exact)).toBeLessThan(
        width,
      );
    }),
  );
});

it('gives the same for added histograms as for all durations together', () => {
  fc.assert(
    fc.property(fc.array(fc.array(duration), { maxLength: 5 }), (hours) => {
      expect(addHistograms(hours.map(histogramOf))).toEqual(histogramOf(hours.flat()));
    }),
  );
});

it('has no percentile without values, and no end of the last bucket', () => {
  expect(percentileMs(histogramOf([]), 0.95)).toBeNull();
  expect(percentileMs(histogramOf([1e6]), 0.5)).toBe(LAST_EDGE_MS);
});

it('counts answers and timeouts, not refused connections', () => {
  expect(tellsLatency({ status: 503, errorCode: 'http_status' })).toBe(true);
  expect(tellsLatency({ status: null, errorCode: 'timeout_headers' })).toBe(true);
  expect(tellsLatency({ status: null, errorCode: 'connect_timeout' })).toBe(true);
  expect(tellsLatency({ status: null, errorCode: 'connect_refused' })).toBe(false);
  expect(tellsLatency({ status: null, errorCode: 'blocked_address' })).toBe(false);
});
