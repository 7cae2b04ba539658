import { expect, it } from 'vitest';
import { createRecentIds } from './recent-ids';

it('remembers an id for a day', () => {
  let now = 0;
  const ids = createRecentIds({ nowMs: () => now, capacity: 10 });
  expect(ids.remember('a')).toBe(true);
  now = 24 * 3600 * 1000 - 1;
  expect(ids.remember('a')).toBe(false);
  now += 1;
  expect(ids.remember('a')).toBe(true);
});

it('forgets the oldest when full', () => {
  const ids = createRecentIds({ nowMs: () => 0, capacity: 2 });
  for (const id of ['a', 'b', 'c']) ids.remember(id);
  expect(ids.remember('b')).toBe(false);
  expect(ids.remember('a')).toBe(true);
});
