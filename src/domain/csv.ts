/**
 * A spreadsheet takes text that begins so for a formula, and would run it. Text begins also where a spreadsheet of
 * other settings divides it: behind another separator or a new line. Quotes that open and close there leave the sign behind
 * them first. East Asian ones take full-width signs as well.
 */
const LIKE_A_FORMULA = /(^|[,;\t\r\n])(?=[" \u3000]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])|^(?=[\t\r])/g;
/**
 * A spreadsheet makes a number of digits and keeps fifteen of them. It also reads separators, signs, parentheses, a
 * currency, a percent sign, the digits of other scripts, and an exponent.
 */
const SIXTEEN_DIGITS = /^(?:\P{Nd}*\p{Nd}){16}/u;
const LIKE_A_NUMBER =
  /^(\p{L}{0,3}\p{Sc})?[\p{Nd}\p{Z}\s.,'’()%+\-\u2212\uFF0B\uFF0D\uFF0C\uFF0E]*(\p{L}{0,3}\p{Sc}\s*)?$/u;
const EXPONENT =
  /^\s*[+\-\uFF0B\uFF0D]?\p{Nd}+([.,]\p{Nd}+)?[e\uFF45][+\-\uFF0B\uFF0D]?\p{Nd}+\s*$/iu;

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
  const text = losesDigits(value) ? `'${value}` : value.replace(LIKE_A_FORMULA, "$1'");
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const losesDigits = (text: string): boolean =>
  EXPONENT.test(text) || (LIKE_A_NUMBER.test(text) && SIXTEEN_DIGITS.test(text));
