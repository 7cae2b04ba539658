import { TRPCClientError } from '@trpc/client';
import { describe, expect, test } from 'vitest';
import { HOOK_HEADERS_MAX } from '@/domain/headers';
import { checkDraft, checkUrl, headerNameAt, type ProblemCode } from './check-draft';
import { type Draft, type DraftHeader, draftOf, emptyDraft, settingsOf } from './draft';
import { serverProblems } from './server-problems';

const STRICT = { allowHttp: false, allowPrivate: false };
const LOCAL = { allowHttp: false, allowPrivate: true };

const header = (name: string, value: string, saved: string | null = null): DraftHeader => ({
  key: name || 'new',
  name,
  value,
  saved,
  isPublic: false,
});
const draft = (changes: Partial<Draft> = {}): Draft => ({
  ...emptyDraft(),
  destinationUrl: 'https://example.com/hooks',
  ...changes,
});

test.each<[string, typeof STRICT, ProblemCode | undefined]>([
  ['', STRICT, 'url_missing'],
  ['example.com', STRICT, 'not_a_url'],
  ['ftp://example.com', STRICT, 'scheme_not_allowed'],
  ['http://example.com', LOCAL, 'scheme_not_allowed'],
  ['http://127.0.0.1:4000/in', LOCAL, undefined],
  ['http://127.0.0.1:4000/in', STRICT, 'scheme_not_allowed'],
  ['http://[::1]/in', LOCAL, undefined],
  ['https://me:secret@example.com', STRICT, 'has_credentials'],
  ['https://example.com/#part', STRICT, 'has_fragment'],
  ['  https://example.com/in ', STRICT, undefined],
])('of %j, the URL problem', (url, rules, expected) => {
  expect(checkUrl(url, rules)[0]?.code).toBe(expected);
});

describe('a draft', () => {
  test('is valid with only a URL', () => {
    expect(checkDraft(draft(), STRICT)).toEqual([]);
  });

  test('names every problem, at its control, from the top down', () => {
    const problems = checkDraft(
      draft({
        name: 'x'.repeat(201),
        authorization: header('Authorization', 'Bearer é'),
        headers: [header('Host', 'a'), header('X-Key', ''), header('X-Key', 'b')],
        namespace: 'Not Valid',
        timeoutSeconds: '31',
        maxInFlight: '1.5',
        maxPerSecond: '0',
      }),
      STRICT,
    );
    expect(problems).toEqual([
      { field: 'name', code: 'name_long' },
      { field: 'authorization', code: 'value_not_valid' },
      { field: 'header-Host-name', code: 'name_reserved' },
      { field: 'header-X-Key-value', code: 'value_empty' },
      { field: 'header-X-Key-name', code: 'name_repeated' },
      { field: 'namespace', code: 'namespace_not_valid' },
      { field: 'timeoutSeconds', code: 'timeout_seconds_out_of_range' },
      { field: 'maxInFlight', code: 'max_in_flight_out_of_range' },
      { field: 'maxPerSecond', code: 'max_per_second_out_of_range' },
    ]);
  });

  test('knows which header a problem is about', () => {
    const both = draft({
      authorization: header('Authorization', '', '*****12345'),
      headers: [header('X-Key', 'a'), header('X-Site', 'b')],
    });
    const names = ['authorization', 'header-X-Site-value', 'header-X-Key-name', 'namespace'];
    expect(names.map((field) => headerNameAt(both, field))).toEqual([
      'Authorization',
      'X-Site',
      'X-Key',
      null,
    ]);
  });

  test('keeps a saved value without checking its mask, and ignores empty lines', () => {
    const kept = draft({
      authorization: header('Authorization', '', '*****12345'),
      headers: [header('X-Key', '', 'ключ'), header('', '')],
    });
    expect(checkDraft(kept, STRICT)).toEqual([]);
    expect(settingsOf(kept).destinationHeaders).toEqual([
      ['Authorization', '*****12345'],
      ['X-Key', 'ключ'],
    ]);
  });

  test('has too many headers at one more than the server accepts', () => {
    const headers = (count: number) =>
      Array.from({ length: count }, (_, index) => header(`X-${index}`, 'a'));
    expect(checkDraft(draft({ headers: headers(HOOK_HEADERS_MAX) }), STRICT)).toEqual([]);
    expect(checkDraft(draft({ headers: headers(200) }), STRICT)).toEqual([
      { field: 'headers', code: 'too_many' },
    ]);
  });

  test('takes its host as name, and sends no empty limit', () => {
    expect(settingsOf(draft())).toMatchObject({
      name: 'example.com',
      maxPerSecond: null,
      timeoutSeconds: 5,
      destinationHeaders: [],
    });
    expect(settingsOf(draft({ name: ' Payroll ', maxPerSecond: '2.5' }))).toMatchObject({
      name: 'Payroll',
      maxPerSecond: 2.5,
    });
  });
});

describe('a refusal of the server', () => {
  const refusal = (details: object[]) =>
    TRPCClientError.from({
      error: { message: 'refused', code: -32600, data: { httpStatus: 400, details } },
    } as never);

  test('appears at the controls that it concerns', () => {
    const given = draft({
      authorization: header('Authorization', 'a'),
      headers: [header('X-Key', 'b')],
    });
    const problems = serverProblems(
      refusal([
        { field: 'destinationUrl', code: 'own_address' },
        { field: 'destinationHeaders.X-Key', code: 'name_reserved' },
        { field: 'destinationHeaders.Authorization', code: 'origin_changed' },
        { field: 'destinationHeaders', code: 'too_long' },
        { field: 'resourceName', code: 'unknown_resource', index: 3 },
        { field: 'name', code: 'something_new' },
      ]),
      given,
    );
    expect(problems).toEqual([
      { field: 'destinationUrl', code: 'own_address' },
      { field: 'header-X-Key-name', code: 'name_reserved' },
      { field: 'authorization', code: 'origin_changed' },
      { field: 'headers', code: 'headers_too_long' },
      { field: 'events', code: 'selection_refused' },
      { field: 'name', code: 'not_accepted' },
    ]);
  });

  test('is empty without an answer', () => {
    expect(serverProblems(new Error('offline'), draft())).toEqual([]);
  });
});

test('a saved hook fills its form', () => {
  const hook = {
    destinationHeaders: [
      ['authorization', '*****12345'],
      ['X-Key', 'b'],
    ],
    publicHeaders: ['X-Key'],
  };
  const saved = draftOf({ ...hook, maxPerSecond: null } as unknown as Parameters<
    typeof draftOf
  >[0]);
  expect(saved.authorization).toMatchObject({ name: 'authorization', saved: '*****12345' });
  expect(saved.headers).toMatchObject([{ name: 'X-Key', value: '', saved: 'b', isPublic: true }]);
  expect(settingsOf({ ...emptyDraft(), headers: saved.headers })).toMatchObject({
    destinationHeaders: [['X-Key', 'b']],
    publicHeaders: ['X-Key'],
  });
  expect(saved.maxPerSecond).toBe('');
});
