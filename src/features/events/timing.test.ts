import { expect, test } from 'vitest';
import { timingParts } from './timing';

test.each([
  [{}, [], 0],
  [{ total: 5 }, [['rest', 5]], 5],
  [
    { dns: 1, connect: 2, tls: 3, first_byte: 4, total: 12 },
    [
      ['dns', 1],
      ['connect', 2],
      ['tls', 3],
      ['firstByte', 4],
      ['rest', 2],
    ],
    12,
  ],
  // Clocks round, but the parts are never longer than the whole.
  [{ first_byte: 4.2, total: 4 }, [['firstByte', 4.2]], 4.2],
])('%j', (timing: Record<string, number>, parts, totalMs) => {
  const found = timingParts(timing);
  expect(found.parts.map(({ phase, ms }) => [phase, ms])).toEqual(parts);
  expect(found.totalMs).toBe(totalMs);
});
