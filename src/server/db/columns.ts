/**
 * Columns of a batch, as one parameter each: a tenth of what the driver's own arrays cost, which escape
 * every element by regular expression.
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
