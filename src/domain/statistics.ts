import { HOUR_MS } from './units';
export const STATISTICS_WINDOWS = ['24h', '7d', '28d'] as const;
export type StatisticsWindow = (typeof STATISTICS_WINDOWS)[number];

const DAY_HOURS = 24;

const SHAPES: Record<StatisticsWindow, { days: number; bucketHours: number }> = {
  '24h': { days: 1, bucketHours: 1 },
  '7d': { days: 7, bucketHours: 6 },
  '28d': { days: 28, bucketHours: DAY_HOURS },
};

/** The whole days of a window, at most the days for which history is kept. */
export function windowDays(window: StatisticsWindow, retentionDays: number): number {
  return Math.min(SHAPES[window].days, retentionDays);
}

/** The windows that differ from each other with this retention. */
export function windowsWithin(retentionDays: number): StatisticsWindow[] {
  return STATISTICS_WINDOWS.filter(
    (window, n) =>
      n === 0 ||
      windowDays(window, retentionDays) >
        windowDays(STATISTICS_WINDOWS[n - 1] ?? '24h', retentionDays),
  );
}

/**
 * A window as buckets of whole hours, aligned in UTC (to the hour, to 0, 6, 12 and 18 o'clock, to the day). The last
 * bucket has not ended. Hours are counted from 1970.
 */
export function bucketsOf(window: StatisticsWindow, nowMs: number, retentionDays: number) {
  const { bucketHours } = SHAPES[window];
  const count = (windowDays(window, retentionDays) * DAY_HOURS) / bucketHours;
  const current = Math.floor(nowMs / HOUR_MS / bucketHours);
  const firstHour = (current - count + 1) * bucketHours;
  return { firstHour, bucketHours, count };
}

export const startOfHour = (hour: number): Date => new Date(hour * HOUR_MS);

/** Null without attempts. */
export function successRate(counts: { successes: number; failures: number }): number | null {
  const all = counts.successes + counts.failures;
  return all === 0 ? null : counts.successes / all;
}
