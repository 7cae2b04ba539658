import { MOMENTS } from '@/contracts/deliveries';
import {
  invalidField,
  invalidInput,
  notFound,
  tooLarge,
  unsupportedMediaType,
} from '@/domain/errors';
import type { RestRequest } from './http';

export type Fields = Record<string, unknown>;

const WRONG_JSON = { field: null, code: 'invalid_json', message: 'The body is not valid JSON.' };

/** @throws ServiceError for what is not JSON */
export function parseJson({ body, headers }: Pick<RestRequest, 'body' | 'headers'>): unknown {
  if (body === null || body.length === 0) return {};
  const type = headers['content-type'];
  if (type !== undefined && !/[/+]json\b/i.test(type))
    throw unsupportedMediaType('application/json');
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw invalidInput([WRONG_JSON]);
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object of the body, or of a key of it. */
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

/** What a table has of its own under a name that came from outside: `constructor` is no entry of it. */
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

/** An id in a path: whatever is none does not exist. */
export function pathId(params: Readonly<Record<string, string>>, name: string, what: string) {
  const id = readId(params[name]);
  if (id === null) throw notFound(what);
  return id;
}

/**
 * The values of a filter, however it is spelled: `filter[status]` or `filters[status]`, once, repeated,
 * or with `[]`.
 */
export function filterTexts(query: URLSearchParams, name: string): string[] {
  return ['filter', 'filters']
    .flatMap((key) => [`${key}[${name}]`, `${key}[${name}][]`])
    .flatMap((key) => query.getAll(key))
    .filter((value) => value !== '');
}

/** The same for words, whose case does not matter and which commas divide. */
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

/** A day (`2026-01-31`) or a moment; of a day, the start, or with `isEnd` the start of the next. */
export function dateFilter(query: URLSearchParams, name: string, isEnd: boolean): Date | undefined {
  const [text] = filterTexts(query, name);
  if (text === undefined) return undefined;
  const given = new Date(text);
  const isDay = text.length === 10;
  const date = isDay && isEnd ? new Date(given.getTime() + 86_400_000) : given;
  const isKnown = date >= MOMENTS.min && date <= MOMENTS.max;
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || !isKnown) {
    throw invalidField(`filter[${name}]`, 'not_a_date', 'must be a date such as 2026-01-31.');
  }
  return date;
}
