/** What an access token may do. Writing does not include reading: each scope is granted by name. */
export const SCOPES = [
  'hooks:read',
  'hooks:write',
  'events:read',
  'events:write',
  'deliveries:read',
  'deliveries:write',
] as const;

export type Scope = (typeof SCOPES)[number];

export type ScopeParse = { ok: true; scopes: Scope[] } | { ok: false; unknown: string[] };

export function isScope(value: string): value is Scope {
  return SCOPES.some((scope) => scope === value);
}

/**
 * Reads a list as OAuth writes it (by spaces) or a command line (by commas); each scope once, in the
 * order of `SCOPES`. An empty list is valid and means what the caller says it means.
 */
export function parseScopes(text: string): ScopeParse {
  const given = new Set(text.split(/[\s,]+/).filter((part) => part !== ''));
  const unknown = [...given].filter((part) => !isScope(part));
  if (unknown.length > 0) return { ok: false, unknown };
  return { ok: true, scopes: SCOPES.filter((scope) => given.has(scope)) };
}

export function formatScopes(scopes: readonly Scope[]): string {
  return SCOPES.filter((scope) => scopes.includes(scope)).join(' ');
}

/** The scopes that are asked for and not granted; none when all is well. */
export function missingScopes(granted: readonly Scope[], asked: readonly Scope[]): Scope[] {
  return asked.filter((scope) => !granted.includes(scope));
}
