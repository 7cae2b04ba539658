import { expect, it } from 'vitest';
import { readHops } from './hops';

it.each([
  [undefined, 0],
  ['0', 0],
  ['5', 5],
  ['007', 7],
  ['123456789012345', 123_456_789_012_345],
])('reads %s as %s', (text, hops) => {
  expect(readHops(text)).toBe(hops);
});

it.each(['', ' ', '-1', '+1', '1.5', '1e3', '0x1', '1, 2', '１', 'one', '1234567890123456'])(
  '"%s" is not a count',
  (text) => {
    expect(readHops(text)).toBeNull();
  },
);
