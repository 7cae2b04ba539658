/**
 * Columns of a batch, as one parameter each. The driver's own arrays cost ten times as much, because it escapes every
 * element with a regular expression.
 */

/** An array literal: for a parameter of type `bigint[]`, `integer[]`, `real[]` and the like. */
export function numberColumn(values: readonly (number | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

/** The separator of texts. JSON, base64 and our own codes never contain it. */
const SEPARATOR = '\x1f';

/**
 * For `string_to_array(..., chr(31), '')`. Null becomes an empty text, and an empty text becomes null.
 *
 * @param values JSON, base64 or codes, without control characters
 */
export function textColumn(values: readonly (string | null)[]): string {
  return values.join(SEPARATOR);
}

/** Represents null among arbitrary texts. */
const NULL_MARK = '\x1e';

/**
 * The same for arbitrary texts, for `string_to_array(..., chr(31), chr(30))`. Returns null if a text contains a
 * character that is reserved here, or if the whole would be empty. The caller then uses the driver's own array.
 */
export function freeTextColumn(values: readonly (string | null)[]): string | null {
  const isReserved = (value: string) => value.includes(SEPARATOR) || value.includes(NULL_MARK);
  if (values.some((value) => value !== null && isReserved(value))) return null;
  return values.map((value) => value ?? NULL_MARK).join(SEPARATOR) || null;
}
