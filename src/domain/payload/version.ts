export const PAYLOAD_VERSIONS = ['v2.0', 'v3.0', 'v4.0'] as const;

export type PayloadVersion = (typeof PAYLOAD_VERSIONS)[number];

/** `v1.0` comes from clients older than v2.0, which can read the v2.0 body. */
const VERSION_BY_SPELLING: ReadonlyMap<string, PayloadVersion> = new Map([
  ['v1.0', 'v2.0'],
  ['v2', 'v2.0'],
  ['v2.0', 'v2.0'],
  ['v3', 'v3.0'],
  ['v3.0', 'v3.0'],
  ['v4', 'v4.0'],
  ['v4.0', 'v4.0'],
]);

/** The version that a client's spelling means, or null. */
export function parsePayloadVersion(spelling: string): PayloadVersion | null {
  return VERSION_BY_SPELLING.get(spelling) ?? null;
}

/** A previous version of a hook, and the end of its use, in milliseconds since the epoch. */
export type PastPayloadVersion = { version: PayloadVersion; untilMs: number };

const isPast = (stored: unknown): stored is PastPayloadVersion =>
  typeof stored === 'object' && stored !== null && 'version' in stored && 'untilMs' in stored;

/** The version that was valid at a moment. @param past oldest first, as stored. A damaged entry is ignored. */
export function payloadVersionAt(
  atMs: number,
  current: PayloadVersion,
  past: unknown,
): PayloadVersion {
  const known = Array.isArray(past) ? past.filter(isPast) : [];
  return known.find(({ untilMs }) => atMs < untilMs)?.version ?? current;
}
