import { z } from 'zod';

/** Names and values, a repeated name for each of its values. As keys of an object, `constructor` and its like would not cross tRPC. */
export const headerPairs = z.array(z.tuple([z.string(), z.string()]));
export type HeaderPairs = z.infer<typeof headerPairs>;

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** Leaves out values that are not text, so that one bad header hides no other. */
export function pairsOf(headers: Headers): HeaderPairs {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((each) => typeof each === 'string')
      .map((each): [string, string] => [name, each]),
  );
}

/** A name that is repeated has a list. */
export function headersOf(pairs: HeaderPairs): Record<string, string | string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  return Object.fromEntries(
    [...values].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all]),
  );
}
