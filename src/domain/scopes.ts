/** The permissions of an access token. Writing does not include reading, because each scope is granted by name. */
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
 * Reads a list separated by spaces (OAuth) or by commas (command line). Returns each scope once, in the order of
 * `SCOPES`. The caller decides what an empty list means.
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

/** The requested scopes that are not granted; empty when all are. */
export function missingScopes(granted: readonly Scope[], asked: readonly Scope[]): Scope[] {
  return asked.filter((scope) => !granted.includes(scope));
}
