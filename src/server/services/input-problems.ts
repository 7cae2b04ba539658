import { type ZodError, z } from 'zod';
import type { ErrorDetail } from '@/domain/errors';
import { isReasonCode, type ReasonCode } from '@/domain/reason-codes';
import { nearest } from './nearest';

type Issue = ZodError['issues'][number];
type RawIssue = Parameters<NonNullable<ReturnType<typeof z.config>['localeError']>>[0];

/** More names would not help. */
const UNKNOWN_FIELDS_MAX = 10;
const MISSING = 'is missing.';

// For schemas without a message of their own, because the library's messages name types of a programming language.
z.config({ localeError: inWords });

/**
 * Converts the problems that a schema found into those for the caller. `known`: the existing fields, to suggest one for
 * a typing error.
 */
export function problemsOf(error: ZodError, known: readonly string[] = []): ErrorDetail[] {
  return withoutConsequences(error.issues.flatMap(innermost)).flatMap((issue) =>
    toDetails(issue, known),
  );
}

/**
 * One problem is enough for a value of a wrong type, which breaks further rules, and for a number beyond two limits: the
 * library tests that of whole numbers before ours.
 */
function withoutConsequences(issues: readonly Issue[]): Issue[] {
  const mistyped = new Map<string, Issue>();
  const tooBig = new Map<string, Issue>();
  for (const issue of issues) {
    const path = JSON.stringify(issue.path);
    if (issue.code === 'invalid_type' && !mistyped.has(path)) mistyped.set(path, issue);
    if (issue.code === 'too_big') tooBig.set(path, issue);
  }
  return issues.filter((issue) => {
    const path = JSON.stringify(issue.path);
    const first = mistyped.get(path);
    if (first !== undefined) return issue === first;
    return issue.code !== 'too_big' || issue === tooBig.get(path);
  });
}

/** For a union, the problems of the alternative that came closest. */
function innermost(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [closest] = [...issue.errors].sort((left, right) => left.length - right.length);
  if (closest === undefined || closest.length === 0) return [issue];
  // Alternatives of other types are equally close, because the value may be of either.
  const isOfNone = issue.errors.every(([first]) => first?.code === 'invalid_type');
  if (isOfNone && closest[0]?.path.length === 0) return [issue];
  return closest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue);
}

/** The lists whose items are named by their index. */
const BATCHES: ReadonlySet<unknown> = new Set(['events', 'triggers']);

/** `['events', 3, 'resource_id']` is the field `resource_id` of item 3. */
function toDetails(issue: Issue, known: readonly string[]): ErrorDetail[] {
  const [, index, ...rest] = issue.path;
  const isOfItem = typeof index === 'number' && BATCHES.has(issue.path[0]);
  const path = isOfItem ? rest : issue.path;
  const tenant = isOfItem ? { index } : {};
  if (issue.code !== 'unrecognized_keys') {
    return [{ field: fieldOf(path), code: codeOf(issue), message: issue.message, ...tenant }];
  }
  const named = issue.keys.slice(0, UNKNOWN_FIELDS_MAX);
  const left = issue.keys.length - named.length;
  return named.map((key, at): ErrorDetail => {
    const meant = nearest(key, known);
    const hint = meant === null ? '' : ` Did you mean ${meant}?`;
    const isLast = at === named.length - 1;
    const more = isLast && left > 0 ? ` ${left} more fields are not known either.` : '';
    const message = `is not known here.${hint}${more}`;
    return { field: fieldOf([...path, key]), code: 'unknown_field', message, ...tenant };
  });
}

/** Our own rules may name a code in their parameters. */
function codeOf(issue: Issue): ReasonCode {
  const own = issue.code === 'custom' ? issue.params?.code : undefined;
  if (typeof own === 'string' && isReasonCode(own)) return own;
  if (issue.message === MISSING) return 'required';
  return CODES[issue.code];
}

const CODES: Record<Issue['code'], ReasonCode> = {
  too_big: 'too_big',
  too_small: 'too_small',
  invalid_type: 'invalid_type',
  invalid_format: 'invalid_format',
  not_multiple_of: 'invalid_value',
  unrecognized_keys: 'unknown_field',
  invalid_union: 'invalid_type',
  invalid_key: 'invalid',
  invalid_element: 'invalid',
  invalid_value: 'invalid_value',
  custom: 'invalid',
};

function fieldOf(path: readonly PropertyKey[]): string | null {
  return path.length === 0 ? null : path.map(String).join('.');
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  object: 'a JSON object',
  record: 'a JSON object',
  array: 'an array',
  tuple: 'an array',
  date: 'a date',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  datetime: 'a date and time, such as 2026-01-31T09:30:00Z',
  date: 'a date, such as 2026-01-31',
  email: 'an e-mail address',
  url: 'a URL',
  uuid: 'a UUID',
  ulid: 'a ULID',
};

function inWords(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? MISSING
        : `must be ${TYPES[issue.expected] ?? 'of another type'}.`;
    case 'invalid_union':
      return issue.input === undefined ? MISSING : `must be ${alternatives(issue.errors)}.`;
    case 'too_small':
      return `must ${verb(issue.origin)} ${issue.inclusive ? 'at least' : 'more than'} ${amount(issue.minimum, issue.origin)}.`;
    case 'too_big':
      return `must ${verb(issue.origin)} ${issue.inclusive ? 'at most' : 'less than'} ${amount(issue.maximum, issue.origin)}.`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}.`;
    case 'invalid_format':
      return `must be ${FORMATS[issue.format] ?? 'written in another way'}.`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}.`;
    default:
      return 'is not valid.';
  }
}

function alternatives(
  errors: readonly (readonly { code: string; expected?: unknown }[])[],
): string {
  const types = errors.flatMap(([first]) =>
    first?.code === 'invalid_type' ? (TYPES[String(first.expected)] ?? []) : [],
  );
  return [...new Set(types)].join(' or ') || 'of another type';
}

const verb = (origin: string) => (origin === 'string' || origin === 'array' ? 'have' : 'be');

function amount(limit: number | bigint, origin: string): string {
  if (origin === 'string') return `${limit} characters`;
  if (origin === 'array') return `${limit} items`;
  return origin === 'date' ? new Date(Number(limit)).toISOString() : String(limit);
}
