import { expect, it } from 'vitest';
import { retryAfterSeconds } from './retry-after';

const nowMs = Date.UTC(2026, 0, 5, 12, 0, 0);

it.each([
  ['0', 0],
  [' 120 ', 120],
  ['3600', 3600],
  ['999999999999999999999', 3600],
  ['Mon, 05 Jan 2026 12:00:30 GMT', 30],
  ['Monday, 05-Jan-26 12:01:00 GMT', 60],
  ['Mon, 05 Jan 2026 11:00:00 GMT', 0],
  ['Tue, 06 Jan 2026 12:00:00 GMT', 3600],
  [undefined, null],
  ['', null],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['Monday', null],
  ['2026-01-05', null],
])('retry-after %j waits %j s', (value, expected) => {
  expect(retryAfterSeconds(value, nowMs)).toBe(expected);
});
