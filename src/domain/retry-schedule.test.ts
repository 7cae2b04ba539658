import { expect, test } from 'vitest';
import { retrySchedule } from './retry-schedule';

test('pauses double up to an hour, and the last attempt is made when the window ends', () => {
  expect(retrySchedule(60)).toEqual([0, 1, 3, 7, 15, 31, 60]);
  const half = retrySchedule(43_200);
  expect(half.slice(0, 13)).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 2047, 4095]);
  expect(half[13]).toBe(4095 + 3600);
  expect(half.at(-1)).toBe(43_200);
});

test('never goes back in time or beyond the window, for every window', () => {
  for (const window of [60, 3600, 86_400, 604_800]) {
    const schedule = retrySchedule(window);
    expect(schedule).toEqual([...new Set(schedule)].sort((a, b) => a - b));
    expect(schedule.at(-1)).toBe(window);
  }
});
