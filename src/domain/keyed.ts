/**
 * Objects whose keys the compiler knows. The language types the keys of every loop as `string`. The assertions are only
 * here, so callers need none.
 */

export function keysOf<T extends object>(object: T): (keyof T & string)[] {
  return Object.keys(object) as (keyof T & string)[];
}

/** One value for each name, in the order of the names. */
export function eachOf<Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
}

/** The named entries, in the order of the names. */
export function pick<T extends object, Name extends keyof T & string>(
  from: T,
  names: readonly Name[],
): Pick<T, Name> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, Name>;
}

/** `undefined` is not a value of these. */
export type Given<T> = {
  [Name in keyof T as undefined extends T[Name] ? never : Name]: T[Name];
} & {
  [Name in keyof T as undefined extends T[Name] ? Name : never]?: Exclude<T[Name], undefined>;
};

/** Leaves out the entries that are undefined. */
export function given<T extends object>(values: T): Given<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Given<T>;
}

/** The name for clients and in the database: `timeoutSeconds` is `timeout_seconds`. */
export type WireName<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${WireName<Tail>}`
  : '';

export function wireName<Name extends string>(name: Name): WireName<Name> {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) as WireName<Name>;
}

export type Wired<T> = { [Name in keyof T & string as WireName<Name>]: T[Name] };

/** The same entries under their wire names. */
export function wired<T extends object>(from: T): Wired<T> {
  return Object.fromEntries(
    Object.entries(from).map(([name, value]) => [wireName(name), value]),
  ) as Wired<T>;
}

type Dashed<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}-${Dashed<Tail>}`
  : Name;

/** The same entries under the names of the command line's flags: `timeoutSeconds` is `timeout-seconds`. */
export function flagged<T extends object>(
  from: T,
): { [Name in keyof T & string as Dashed<WireName<Name>>]: T[Name] } {
  return Object.fromEntries(
    Object.entries(from).map(([name, value]) => [flagName(name), value]),
  ) as ReturnType<typeof flagged<T>>;
}

export const flagName = (name: string): string => wireName(name).replaceAll('_', '-');

/**
 * The path for the caller: `destinationHeaders.X-Key` is `destination_headers.X-Key`. A header's own name does not
 * change.
 */
export function wirePath(path: string): string {
  const [first = '', ...rest] = path.split('.');
  return first.includes('-') ? path : [wireName(first), ...rest].join('.');
}
