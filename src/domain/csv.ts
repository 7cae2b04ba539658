/** A spreadsheet takes text that begins so for a formula, and would run it. */
const LIKE_A_FORMULA = /^[=+\-@\t\r]/;

/** UTF-8 is only assumed by some spreadsheets when this mark comes first. */
export const CSV_START = '\uFEFF';

/** One line by RFC 4180, safe to open in a spreadsheet. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(csvValue).join(',')}\r\n`;
}

function csvValue(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = LIKE_A_FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
