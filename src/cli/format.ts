import { escapeControls } from '@/domain/control-characters';
import { toJson } from '@/domain/raw-json';

/** A value in words: a list as a table, an object line by line, anything else as it is. */
export function format(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : table(value.map(flat));
  if (isObject(value)) return lines(value);
  return escapeControls(String(value));
}

/**
 * The value as one line of JSON that a terminal does not obey. Between the texts of a line the only control character
 * is white space, which must not be escaped.
 */
export function formatJson(value: unknown): string {
  return escapeControls(toJson(value).replace(/[\t\r\n]/g, ' '));
}

type Row = Record<string, string>;

function table(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const widths = columns.map((column) =>
    Math.max(column.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, n) => cell.padEnd(widths[n] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    line(columns),
    ...rows.map((row) => line(columns.map((column) => row[column] ?? ''))),
  ].join('\n');
}

function lines(value: object): string {
  const entries = Object.entries(value);
  const width = Math.max(0, ...entries.map(([key]) => key.length));
  return entries
    .map(([key, one]) => {
      const isTable = Array.isArray(one) && one.some(isObject);
      return isTable ? `${key}\n${indent(format(one))}` : `${key.padEnd(width)}  ${cell(one)}`;
    })
    .join('\n');
}

function indent(block: string): string {
  return block
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

function flat(value: unknown): Row {
  if (!isObject(value)) return { value: cell(value) };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cell(one)]));
}

/** Names come from outside, and can contain controls that a terminal obeys. */
const cell = (value: unknown) => escapeControls(plain(value));

function plain(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value) && !value.some(isObject)) return value.join(', ') || '-';
  return isObject(value) || Array.isArray(value) ? toJson(value) : String(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
