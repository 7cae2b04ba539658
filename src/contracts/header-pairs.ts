import { z } from 'zod';

/**
 * Pairs of name and value; a repeated name has one pair for each value. Keys of an object such as `constructor` would
 * not pass through tRPC.
 */
export const headerPairs = z.array(z.tuple([z.string(), z.string()]));
export type HeaderPairs = z.infer<typeof headerPairs>;

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** Leaves out values that are not text, so that one bad header does not hide the others. */
export function pairsOf(headers: Headers): HeaderPairs {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((each) => typeof each === 'string')
      .map((each): [string, string] => [name, each]),
  );
}

/** A repeated name has a list of values. */
export function headersOf(pairs: HeaderPairs): Record<string, string | string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(
    [...values].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all]),
  );
}
