/**
 * A spreadsheet takes text that begins so for a formula, and would run it. Text begins also where a spreadsheet of
 * other settings divides it: behind another separator or a new line. Quotes that open and close there leave the sign behind
 * them first. East Asian ones take full-width signs as well.
 */
const LIKE_A_FORMULA = /(^|[,;\t\r\n])(?=[" \u3000]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])|^(?=[\t\r])/g;
/** A spreadsheet makes numbers of digits, also with points between or an exponent behind them, and keeps fifteen of them. */
const LONG_NUMBER = /^\s*((?=(?:[.,]*\d){16})[\d.,]+|\d+([.,]\d+)?e[+-]?\d+)\s*$/i;

export type CsvSeparator = ',' | ';';
export type CsvCell = string | number | null;

/** UTF-8 is only assumed by some spreadsheets when this mark comes first. */
export const CSV_START = '\uFEFF';

/** One line by RFC 4180, safe to open in a spreadsheet: an apostrophe keeps what is text a text. */
export function csvLine(values: readonly CsvCell[], separator: CsvSeparator = ','): string {
  return `${values.map(csvValue).join(separator)}\r\n`;
}

function csvValue(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = LONG_NUMBER.test(value) ? `'${value}` : value.replace(LIKE_A_FORMULA, "$1'");
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
