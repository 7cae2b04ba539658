import { escapeControls } from './control-characters';

/**
 * A spreadsheet runs text with such a beginning as a formula. Text also begins after another separator or a new line,
 * where a spreadsheet with other settings divides it. Quotes that open and close there put the sign behind them first.
 * East Asian spreadsheets also accept full-width signs, and spaces or invisible characters may stand before a sign.
 */
const LIKE_A_FORMULA =
  /(^|[,;\t\r\n])(?=["\p{Z}\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])|^(?=[\t\r])/gu;
/**
 * A spreadsheet turns digits into a number and keeps fifteen of them. It also reads separators, signs, parentheses, a
 * currency, a percent sign, the digits of other scripts, and an exponent.
 */
const SIXTEEN_DIGITS = /^(?:\P{Nd}*\p{Nd}){16}/u;
const LIKE_A_NUMBER =
  /^(\p{L}{0,3}\p{Sc})?[\p{Nd}\p{Z}\s.,'’()%+\-\u2212\uFF0B\uFF0D\uFF0C\uFF0E]*(\p{L}{0,3}\p{Sc}\s*)?$/u;
const EXPONENT =
  /^\s*[+\-\uFF0B\uFF0D]?\p{Nd}+([.,]\p{Nd}+)?[e\uFF45][+\-\uFF0B\uFF0D]?\p{Nd}+\s*$/iu;

/** A spreadsheet drops zeros at the beginning. */
const LEADING_ZERO = /^\s*0\p{Nd}+\s*$/u;
/** A terminal obeys controls, they hide a formula behind them, and some of them reverse the text after them. */
const CONTROLS = /[^\P{Cc}\t\r\n]|\p{Bidi_Control}/gu;

export type CsvSeparator = ',' | ';';
export type CsvCell = string | number | null;

/** Some spreadsheets assume UTF-8 only if this mark comes first. */
export const CSV_START = '\uFEFF';

/** One line by RFC 4180, safe to open in a spreadsheet. An apostrophe keeps a text a text. */
export function csvLine(values: readonly CsvCell[], separator: CsvSeparator = ','): string {
  return `${values.map(csvValue).join(separator)}\r\n`;
}

function csvValue(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const shown = value.replace(CONTROLS, escapeControls);
  const text = losesDigits(shown) ? `'${shown}` : shown.replace(LIKE_A_FORMULA, "$1'");
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const losesDigits = (text: string): boolean =>
  LEADING_ZERO.test(text) ||
  EXPONENT.test(text) ||
  (LIKE_A_NUMBER.test(text) && SIXTEEN_DIGITS.test(text));
