const CANONICAL_INTEGER = /^(?:0|-?[1-9][0-9]{0,15})$/;

/**
 * How v2.0 and v3.0 write an id: as a JSON integer where nothing is lost by it, else as the string it
 * is (a UUID, leading zeros, or more than a receiver's double can hold).
 */
export function jsonId(id: string): number | string {
  if (!CANONICAL_INTEGER.test(id)) return id;
  const value = Number(id);
  return Number.isSafeInteger(value) ? value : id;
}
