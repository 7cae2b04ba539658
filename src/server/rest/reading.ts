import { isUtf8 } from 'node:buffer';
import { z } from 'zod';
import { MOMENTS } from '@/contracts/deliveries';
import { type Fields, isFields } from '@/contracts/wire/fields';
import {
  invalidField,
  invalidInput,
  notFound,
  tooLarge,
  unsupportedMediaType,
} from '@/domain/errors';
import { detailAt, readJsonText } from '@/domain/json-input';
import { positionAt } from '@/domain/json-text';
import { DAY_MS } from '@/domain/units';
import type { RestRequest } from './http';

/** Tools on Windows begin their files with it. */
const BOM = Buffer.from('\uFEFF');
const UTF_8 = /^(utf-?8|us-ascii)$/i;

/** One type alone, with any parameters. */
const JSON_TYPE = /^[^,;]*[/+]json\s*(;|$)/i;
const CHARSET = /;\s*charset\*?\s*=\s*"?([^";\s]*)/gi;

/** @throws ServiceError if the body is not JSON in UTF-8, or cannot be stored */
export function parseJson(body: Buffer | null, headers: RestRequest['headers']): unknown {
  const text = jsonTextOf(body, headers);
  return text === '' ? {} : readJsonText(text);
}

/**
 * The text of a body that should be JSON; empty for an empty body.
 * @throws ServiceError if the content type is not JSON, or the text is not UTF-8
 */
export function jsonTextOf(body: Buffer | null, headers: RestRequest['headers']): string {
  if (body === null || body.length === 0) return '';
  const type = headers['content-type'];
  if (type !== undefined && !JSON_TYPE.test(type)) throw unsupportedMediaType('application/json');
  const charsets = [...(type ?? '').matchAll(CHARSET)].map(([, charset = '']) => charset);
  if (!charsets.every((charset) => UTF_8.test(charset)))
    throw unsupportedMediaType('application/json in UTF-8');
  const bytes = body.subarray(0, BOM.length).equals(BOM) ? body.subarray(BOM.length) : body;
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return text;
  // In latin1 each byte is one character, so the positions in the JSON do not change.
  const position = positionAt(bytes.toString('latin1'), offsetOfBadByte(bytes, text));
  throw invalidInput([detailAt(position, 'invalid_utf8', 'is not UTF-8.')]);
}

const REPLACED = '\uFFFD';
const REPLACED_BYTES = Buffer.from(REPLACED);

function offsetOfBadByte(bytes: Buffer, text: string): number {
  let offset = 0;
  let from = 0;
  for (let at = text.indexOf(REPLACED); at !== -1; at = text.indexOf(REPLACED, from)) {
    offset += Buffer.byteLength(text.slice(from, at));
    const isTheirs = bytes.subarray(offset, offset + REPLACED_BYTES.length).equals(REPLACED_BYTES);
    if (!isTheirs) return offset;
    offset += REPLACED_BYTES.length;
    from = at + 1;
  }
  return offset;
}

/** The object in the body, or under one of its keys. */
export function fieldsOf(value: unknown, field: string | null = null): Fields {
  if (isFields(value)) return value;
  throw invalidInput([{ field, code: 'invalid_type', message: 'must be a JSON object.' }]);
}

/** @throws ServiceError `too_large` above `max`, as the older API answers */
export function arrayOf(value: unknown, field: string | null, max: number): unknown[] {
  if (!Array.isArray(value)) {
    throw invalidInput([{ field, code: 'invalid_type', message: 'must be an array.' }]);
  }
  if (value.length > max) throw tooLarge(`At most ${max} items a request: split them.`);
  return value;
}

/** The table's own entry under a name from outside, because `constructor` is not an entry. */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** A positive integer as number or digits, or null. */
export function readId(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !/^[1-9]\d{0,15}$/.test(text)) return null;
  const id = Number(text);
  return Number.isSafeInteger(id) ? id : null;
}

/** An id in a path. A text that is not an id means that nothing exists there. */
export function pathId(params: Readonly<Record<string, string>>, name: string, what: string) {
  const id = readId(params[name]);
  if (id === null) throw notFound(what);
  return id;
}

/** The values of a filter in any spelling: `filter[status]` or `filters[status]`, once, repeated, or with `[]`. */
export function filterTexts(query: URLSearchParams, name: string): string[] {
  return ['filter', 'filters']
    .flatMap((key) => [`${key}[${name}]`, `${key}[${name}][]`])
    .flatMap((key) => query.getAll(key))
    .filter((value) => value !== '');
}

/** A filter as the client spelled it. */
export function sentFilter(query: URLSearchParams, name: string): string {
  const isPlural = [...query.keys()].some((key) => key.startsWith(`filters[${name}]`));
  return isPlural ? `filters[${name}]` : `filter[${name}]`;
}

/** The same for words, in any case, separated by commas. */
export function filterWords(query: URLSearchParams, name: string): string[] {
  return filterTexts(query, name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim().toLowerCase())
    .filter((value) => value !== '');
}

/** @throws ServiceError `invalid_input` */
export function positiveInteger(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  const value = readId(text);
  if (value === null) throw invalidField(name, 'invalid', 'must be a positive whole number.');
  return value;
}

const DAY = z.iso.date();
const MOMENT = z.iso.datetime({ local: true, offset: true });

/**
 * A day (`2026-01-31`) or a moment, in UTC unless it names a zone. A day means its start, or with `isEnd` the start of
 * the next day.
 * @throws ServiceError `invalid_input`
 */
export function dateFilter(query: URLSearchParams, name: string, isEnd: boolean): Date | undefined {
  const [text, ...others] = new Set(filterTexts(query, name));
  if (text === undefined) return undefined;
  if (others.length > 0)
    throw invalidField(sentFilter(query, name), 'name_repeated', 'is given twice.');
  const given = momentOf(text, isEnd);
  if (given !== null) return given;
  throw invalidField(
    sentFilter(query, name),
    'not_a_date',
    'must be a date such as 2026-01-31, or a time such as 2026-01-31T09:30:00Z.',
  );
}

/** The same for one value; null if it is not a time. */
export function momentOf(value: unknown, isEnd: boolean): Date | null {
  const given = typeof value === 'string' ? readDate(value) : null;
  if (given === null || given < MOMENTS.min || given > MOMENTS.max) return null;
  const isDay = DAY.safeParse(value).success;
  if (!isDay || !isEnd) return given;
  return new Date(Math.min(given.getTime() + DAY_MS, MOMENTS.max.getTime()));
}

function readDate(text: string): Date | null {
  if (DAY.safeParse(text).success) return new Date(text);
  if (!MOMENT.safeParse(text).success) return null;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(text);
  return new Date(hasZone ? text : `${text}Z`);
}
