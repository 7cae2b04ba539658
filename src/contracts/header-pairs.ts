import { z } from 'zod';

/**
 * Pairs of name and value; a repeated name has one pair for each value. Keys of an object such as `constructor` would
 * not pass through tRPC.
 */
export const headerPairs = z.array(z.tuple([z.string(), z.string()]));
export type HeaderPairs = z.infer<typeof headerPairs>;

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** Further headers of an answer are left out, because each costs more than its bytes when it is stored and read. */
export const HEADERS_KEPT = 200;

/** Leaves out values that are not text, so that one bad header does not hide the others. */
export function pairsOf(headers: Headers): HeaderPairs {
  const pairs: HeaderPairs = [];
  for (const [name, value] of Object.entries(headers)) {
    for (const each of [value].flat()) {
      if (pairs.length === HEADERS_KEPT) return pairs;
      if (typeof each === 'string') pairs.push([name, each]);
    }
  }
  return pairs;
}

/** A repeated name has a list of values. */
export function headersOf(pairs: HeaderPairs): Record<string, string | string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const all = values.get(name);
    if (all === undefined) values.set(name, [value]);
    else all.push(value);
  }
  return Object.fromEntries(
    [...values].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all]),
  );
}
