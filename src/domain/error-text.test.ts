import { expect, it } from 'vitest';
import { errorText, framesOf, withoutParams } from './error-text';

const postgresError = (code: string, message: string) =>
  Object.assign(new Error(message), { name: 'PostgresError', code });

it.each([
  [
    '22P02',
    'invalid input syntax for type bigint: "s3cret"',
    'invalid input syntax for type bigint: "…"',
  ],
  ['22P02', 'malformed array literal: "{"s3cret", "x"}"', 'malformed array literal: "…"'],
  [
    '22007',
    'invalid input syntax for type date: "a\n"s3cret""',
    'invalid input syntax for type date: "…"',
  ],
  ['42601', 'syntax error in tsquery: "s3cret"', 'syntax error in tsquery: "…"'],
  ['P0001', 'no such thing: "s3cret"', 'no such thing: "…"'],
  ['23505', 'duplicate key value violates unique constraint "users_email"', null],
  ['42P01', 'relation "gancho.hooks" does not exist', null],
  ['22023', 'role "gancho_tenant" does not exist', null],
])('of a Postgres error of %s: %s', (code, message, expected) => {
  expect(errorText(postgresError(code, message))).toBe(expected ?? message);
});

it('leaves out the values of a statement, and the argument that Node repeats', () => {
  const query = { query: 'SELECT $1', params: ['s3cret'] };
  const failed = Object.assign(new Error('Failed query: SELECT $1\nparams: s3cret'), query);
  expect(errorText(failed)).toBe('Failed query: SELECT $1');
  expect(errorText(new Error(String(failed)))).toBe('Error: Failed query: SELECT $1');
  expect(withoutParams('It failed: SELECT $1\nparams: a\n,s3cret')).toBe('It failed: SELECT $1');
  const argument = 'The "value" argument must be of type string. Received type number (1234)';
  expect(errorText(Object.assign(new TypeError(argument), { code: 'ERR_INVALID_ARG_TYPE' }))).toBe(
    'The "value" argument must be of type string.',
  );
  expect(errorText(new Error('Received what was asked for'))).toBe('Received what was asked for');
});

it('reads a message that repeats its cause’s as the cause’s', () => {
  const cause = postgresError('22P02', 'invalid input syntax for type bigint: "s3cret"');
  const wrapped = new Error(`It failed: ${cause.message}`, { cause });
  expect(errorText(wrapped)).toBe('It failed: invalid input syntax for type bigint: "…"');
});

it('takes no line of a message for a stack frame', () => {
  const frames = framesOf(new Error('first\n    at s3cret (file.ts:1:2)'));
  expect(frames).toContain('error-text.test.ts');
  expect(frames).not.toContain('s3cret');
});
