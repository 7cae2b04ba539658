import { isLabelHeader, isMask, maskValue } from './headers';

/**
 * The setter of a header's value. All operators count as one, because each of them can read the database. A client without
 * an id matches no later caller.
 */
export type HeaderSetter = { kind: 'user' | 'client' | 'operator'; id: number | null };

/** A header as it is stored, without its value. */
export type StoredHeader = {
  name: string;
  /** The value if it is public, otherwise its mask. */
  shown: string;
  isPublic: boolean;
  setBy: HeaderSetter;
};

/** A header after a change. */
export type ChangedHeader = {
  name: string;
  /** Null: the value stored under this name, in any spelling. */
  value: string | null;
  isPublic: boolean;
  setBy: HeaderSetter;
};

export type HeaderChange = {
  stored: readonly StoredHeader[];
  /** All headers with their values. A mask means the stored value. Undefined keeps all headers. */
  given: Readonly<Record<string, string>> | undefined;
  /** Names of the headers whose values may be shown. Undefined keeps the present choice. */
  publicNames: readonly string[] | undefined;
  /** Whether the hook goes to another origin. */
  isMoved: boolean;
  actor: HeaderSetter;
};

export type HeaderChangeProblem = {
  name: string;
  code: 'masked' | 'origin_changed' | 'value_needed_to_show' | 'not_a_header';
};

/**
 * Returns the headers of a hook after a change. The setter of a value may move it to another origin or make it public.
 * Another caller must send the value again, which proves that the caller knows it.
 */
export function changeHeaders(change: HeaderChange): {
  headers: ChangedHeader[];
  problems: HeaderChangeProblem[];
} {
  const { given, publicNames, isMoved, actor } = change;
  const stored = new Map(change.stored.map((header) => [header.name.toLowerCase(), header]));
  const wanted = publicNames && new Set(publicNames.map((name) => name.toLowerCase()));
  const entries = given
    ? Object.entries(given)
    : change.stored.map(({ name, shown }): [string, string] => [name, shown]);
  const headers: ChangedHeader[] = [];
  const problems: HeaderChangeProblem[] = [];
  for (const [name, value] of entries) {
    const lower = name.toLowerCase();
    const known = stored.get(lower);
    const isPublic = wanted ? wanted.has(lower) : (known?.isPublic ?? isLabelHeader(name));
    const isKept = known !== undefined && (given === undefined || isShownOf(known, value));
    if (!isKept) {
      if (isMask(value)) problems.push({ name, code: 'masked' });
      headers.push({ name, value, isPublic, setBy: actor });
      continue;
    }
    // A public value is known to everybody who reads the hook.
    if (!known.isPublic && !isSame(known.setBy, actor)) {
      if (isMoved) problems.push({ name, code: 'origin_changed' });
      else if (isPublic) problems.push({ name, code: 'value_needed_to_show' });
    }
    headers.push({ name, value: null, isPublic, setBy: known.setBy });
  }
  const names = new Set(headers.map(({ name }) => name.toLowerCase()));
  for (const name of publicNames ?? []) {
    if (!names.has(name.toLowerCase())) problems.push({ name, code: 'not_a_header' });
  }
  return { headers, problems };
}

/** Also accepts the mask of a value that has become public since. */
function isShownOf({ shown, isPublic }: StoredHeader, value: string): boolean {
  return value === shown || (isPublic && value === maskValue(shown));
}

function isSame(a: HeaderSetter, b: HeaderSetter): boolean {
  return a.kind === b.kind && a.id === b.id && (a.id !== null || a.kind === 'operator');
}
