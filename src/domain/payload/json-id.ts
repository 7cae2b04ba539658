const CANONICAL_INTEGER = /^(?:0|-?[1-9][0-9]{0,15})$/;

/**
 * The id in v2.0 and v3.0: a JSON integer if it is exact, otherwise the string itself (a UUID, leading zeros, or more
 * digits than a receiver's double can hold).
 */
export function jsonId(id: string): number | string {
  if (!CANONICAL_INTEGER.test(id)) return id;
  const value = Number(id);
  return Number.isSafeInteger(value) ? value : id;
}
