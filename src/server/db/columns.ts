/**
 * Columns of a batch, as one parameter each. The driver's own arrays cost ten times as much, because it escapes every
 * element by a regular expression.
 */

/** An array literal: for a parameter of type `bigint[]`, `integer[]`, `real[]` and the like. */
export function numberColumn(values: readonly (number | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

/** Stands between texts. JSON, base64 and our own codes never hold it. */
const SEPARATOR = '\x1f';

/**
 * For `string_to_array(..., chr(31), '')`. Null becomes an empty text, and an empty text null.
 *
 * @param values JSON, base64 or codes: nothing with a control character in it
 */
export function textColumn(values: readonly (string | null)[]): string {
  return values.join(SEPARATOR);
}

/** Stands for null among texts of any kind. */
const NULL_MARK = '\x1e';

/**
 * The same for texts of any kind, for `string_to_array(..., chr(31), chr(30))`. Null if one of them holds a
 * character that is reserved here, or all of it would be empty: the driver's own array must do then.
 */
export function freeTextColumn(values: readonly (string | null)[]): string | null {
  const isReserved = (value: string) => value.includes(SEPARATOR) || value.includes(NULL_MARK);
  if (values.some((value) => value !== null && isReserved(value))) return null;
  return values.map((value) => value ?? NULL_MARK).join(SEPARATOR) || null;
}
