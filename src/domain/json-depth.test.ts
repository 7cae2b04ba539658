import { expect, it } from 'vitest';
import { isDeeperThan } from './json-depth';

it.each([
  ['[[1]]', 2, false],
  ['[[1]]', 1, true],
  ['{"a":[{"b":1}],"c":[]}', 3, false],
  ['{"a":[{"b":1}],"c":[]}', 2, true],
  ['["[[[[", "\\"[[[", "\\\\", [1]]', 2, false],
  ['', 0, false],
])('%s is deeper than %i levels: %s', (text, levels, isDeeper) => {
  expect(isDeeperThan(Buffer.from(text), levels)).toBe(isDeeper);
});

it('checks a million levels quickly and without a stack', () => {
  expect(isDeeperThan(Buffer.alloc(1_000_000, '['), 2_000_000)).toBe(false);
});
