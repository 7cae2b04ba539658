export const HOOK_HEADERS_MAX = 20;
export const HEADER_NAME_LENGTH_MAX = 100;
export const HEADER_VALUE_LENGTH_MAX = 4096;
/** The limit of names and values together. Common receivers refuse a request whose head exceeds 8 to 16 KiB. */
export const HOOK_HEADERS_LENGTH_MAX = 6144;

export type HeaderProblem =
  | 'name_not_valid'
  | 'name_too_long'
  | 'name_reserved'
  | 'name_repeated'
  | 'value_empty'
  | 'value_not_valid'
  | 'value_padded'
  | 'value_too_long'
  | 'too_many'
  | 'too_long';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Printable ASCII with inner spaces and tabs, because every HTTP stack reads it alike. */
const FIELD_VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);
const RESERVED_PREFIXES = ['content-', 'proxy-', 'webhook-'];

/** Names that the sender sets itself, or that would change where a request ends. */
export function isReservedHeaderName(name: string): boolean {
  const lower = name.toLowerCase();
  return RESERVED_NAMES.has(lower) || RESERVED_PREFIXES.some((prefix) => lower.startsWith(prefix));
}

export function checkHeader(name: string, value: string): HeaderProblem | null {
  if (name.length > HEADER_NAME_LENGTH_MAX) return 'name_too_long';
  if (!TOKEN.test(name)) return 'name_not_valid';
  if (isReservedHeaderName(name)) return 'name_reserved';
  if (value === '') return 'value_empty';
  if (value.length > HEADER_VALUE_LENGTH_MAX) return 'value_too_long';
  if (FIELD_VALUE.test(value)) return null;
  return FIELD_VALUE.test(value.trim()) ? 'value_padded' : 'value_not_valid';
}

/** All problems of a hook's own headers; `name` is null for a problem of all of them. */
export function checkHookHeaders(
  headers: Readonly<Record<string, string>>,
): { name: string | null; code: HeaderProblem }[] {
  const problems: { name: string | null; code: HeaderProblem }[] = [];
  const seen = new Set<string>();
  let length = 0;
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    const code = seen.has(lower) ? 'name_repeated' : checkHeader(name, value);
    if (code !== null) problems.push({ name, code });
    seen.add(lower);
    length += name.length + value.length;
  }
  if (seen.size > HOOK_HEADERS_MAX) problems.push({ name: null, code: 'too_many' });
  if (length > HOOK_HEADERS_LENGTH_MAX) problems.push({ name: null, code: 'too_long' });
  return problems;
}

const MASK = '*****';
const SHOWN_LENGTH = 5;
/** In a shorter value, five characters would be a large part of the secret. */
const LENGTH_TO_SHOW_END = 10;

/** The mask of a secret value: a fixed number of asterisks, then the last five characters of a long value. */
export function maskValue(value: string): string {
  return value.length < LENGTH_TO_SHOW_END ? MASK : MASK + value.slice(-SHOWN_LENGTH);
}

/**
 * Whether a given value is a mask, or contains one: made by `maskValue`, by a system with other masks, or by a person who
 * changed a mask.
 */
export function isMask(value: string): boolean {
  return value.includes('***');
}

/** Headers that name the event of a hook. n8n finds its hooks by their values. */
const LABELS: ReadonlySet<string> = new Set(['x-hook-event']);

/** Whether a header's value is shown if nobody has chosen. */
export function isLabelHeader(name: string): boolean {
  return LABELS.has(name.toLowerCase());
}
