import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as numbers from './engine-numbers';
import { LATENCY_BUCKETS } from './latency';

const NUMBERS: Readonly<Record<string, number>> = { ...numbers, LATENCY_BUCKETS };
const FOLDER = join(import.meta.dirname, '../../drizzle');
const texts = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.sql'))
  .map((path) => readFileSync(join(FOLDER, path), 'utf8'));

/** Each name with all numbers that SQL gives it. */
function namedNumbers(): Map<string, Set<number>> {
  const named = new Map<string, Set<number>>();
  for (const text of texts) {
    const found = text.matchAll(/(\d+)(?: (?:milli)?seconds')? \/\* ([A-Z_]+) \*\//g);
    for (const [, number, name = ''] of found)
      named.set(name, (named.get(name) ?? new Set()).add(Number(number)));
  }
  return named;
}

it('SQL has the same numbers as TypeScript, and the same everywhere', () => {
  const { ID_SEQUENCE_BITS, ...others } = NUMBERS;
  const named = namedNumbers();
  expect([...named.keys()]).toEqual(expect.arrayContaining(Object.keys(others)));
  for (const [name, found] of named)
    expect([name, ...found]).toEqual([name, NUMBERS[name] ?? [...found][0]]);
});

it('SQL shifts ids by the bits of their sequence alone', () => {
  const shifts = texts.flatMap((text) =>
    [...text.matchAll(/(?:<<|>>) (\d+)/g)].map(([, n]) => Number(n)),
  );
  expect(shifts.length).toBeGreaterThan(20);
  expect(new Set(shifts)).toEqual(new Set([numbers.ID_SEQUENCE_BITS]));
});
