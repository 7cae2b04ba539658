import { describe, expect, it } from 'vitest';
import {
  bucketsOf,
  STATISTICS_WINDOWS,
  startOfHour,
  successRate,
  windowDays,
  windowsWithin,
} from './statistics';

const NOW_MS = Date.parse('2026-03-17T19:27:05Z');
const HOUR_MS = 3_600_000;

describe('a window', () => {
  it.each([
    ['24h', '2026-03-16T20:00:00.000Z', 24, 1],
    ['7d', '2026-03-11T00:00:00.000Z', 28, 6],
    ['28d', '2026-02-18T00:00:00.000Z', 28, 24],
  ] as const)('%s begins at %s', (window, start, count, bucketHours) => {
    const buckets = bucketsOf(window, NOW_MS, 28);
    expect(buckets).toMatchObject({ count, bucketHours });
    expect(startOfHour(buckets.firstHour).toISOString()).toBe(start);
  });

  it.each(STATISTICS_WINDOWS)('%s ends with the bucket of this moment', (window) => {
    for (const nowMs of [NOW_MS, Date.parse('2026-03-17T00:00:00Z')]) {
      const { firstHour, count, bucketHours } = bucketsOf(window, nowMs, 28);
      const lastMs = (firstHour + (count - 1) * bucketHours) * HOUR_MS;
      expect(lastMs).toBeLessThanOrEqual(nowMs);
      expect(lastMs + bucketHours * HOUR_MS).toBeGreaterThan(nowMs);
    }
  });

  it('goes no further back than history is kept', () => {
    expect(bucketsOf('28d', NOW_MS, 10).count).toBe(10);
    expect(bucketsOf('7d', NOW_MS, 3).count).toBe(12);
    expect(windowDays('28d', 90)).toBe(28);
  });

  it('is offered if it shows more than a shorter one', () => {
    expect(windowsWithin(28)).toEqual(['24h', '7d', '28d']);
    expect(windowsWithin(7)).toEqual(['24h', '7d']);
    expect(windowsWithin(1)).toEqual(['24h']);
  });
});

it('has no rate without attempts', () => {
  expect(successRate({ successes: 0, failures: 0 })).toBeNull();
  expect(successRate({ successes: 3, failures: 1 })).toBe(0.75);
});
