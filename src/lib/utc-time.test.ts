import { expect, test } from 'vitest';
import { formatUtc } from './utc-time';

test('day and time in UTC to the second', () => {
  expect(formatUtc(new Date('2026-03-17T19:27:05.987Z'))).toBe('2026/03/17 - 19:27:05 UTC');
});
