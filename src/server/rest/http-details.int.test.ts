import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { openRestWorld, type RestWorld } from '@tests/factories/rest-client';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const database = useDatabase();
let rest: RestWorld;
let path: string;

beforeAll(async () => {
  rest = await openRestWorld(database.url);
  path = `/rest/v2.0/companies/${rest.tenant.companyId}/webhooks/hooks`;
});
afterAll(() => rest.world.db.close());

const HOOK = JSON.stringify({
  payload_version: 'v2',
  namespace: 'a',
  destination_url: 'https://example.com/hook',
});
const post = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
  rest.client.call('POST', path, rest.token, { body, headers });

describe('a body', () => {
  it('may begin with a byte order mark', async () => {
    expect((await post(`\uFEFF${HOOK}`)).status).toBe(201);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ] as const)('may come compressed: %s', async (encoding, encode) => {
    expect((await post(encode(HOOK), { 'content-encoding': encoding })).status).toBe(201);
  });

  it('may not grow past 1 MiB', async () => {
    const bomb = gzipSync(`"${'x'.repeat(50 * 1024 * 1024)}"`);
    expect((await post(bomb, { 'content-encoding': 'gzip' })).status).toBe(413);
  });

  it('is refused in an unknown encoding, or in another one than announced', async () => {
    expect((await post(HOOK, { 'content-encoding': 'zstd' })).status).toBe(415);
    expect((await post(HOOK, { 'content-encoding': 'gzip' })).status).toBe(400);
    for (const [encoding, encode] of [
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ] as const) {
      const more = Buffer.concat([encode(HOOK), Buffer.from('more')]);
      expect((await post(more, { 'content-encoding': encoding })).status, encoding).toBe(400);
    }
  });

  it('is JSON in UTF-8 of at most 64 levels', async () => {
    const refusedFor = async (body: string | Uint8Array, type = 'application/json') => {
      const { status, body: answer } = await post(body, { 'content-type': type });
      const { error } = answer as { error: { details: { reason_code: string }[] } };
      return [status, error.details[0]?.reason_code];
    };
    expect(
      await refusedFor(Buffer.from(HOOK, 'latin1'), 'application/json; charset=iso-8859-1'),
    ).toEqual([415, undefined]);
    for (const type of [
      'application/json; charset=utf-8; charset=latin1',
      'application/json; charset*=latin1',
      'application/json, text/plain',
    ])
      expect(await refusedFor(HOOK, type), type).toEqual([415, undefined]);
    expect(await refusedFor(Buffer.from('{"name":"São"}', 'latin1'))).toEqual([
      400,
      'INVALID_UTF8',
    ]);
    expect(await refusedFor(`${'['.repeat(65)}${']'.repeat(65)}`)).toEqual([400, 'TOO_DEEP']);
    expect(await refusedFor('['.repeat(500_000))).toEqual([400, 'TOO_DEEP']);
    expect((await post(HOOK, { 'content-type': 'application/json; charset="UTF-8"' })).status).toBe(
      201,
    );
  });

  it('is not read if its sender may not send it', async () => {
    const unread = async (token: string | null) => {
      const { status } = await rest.client.handle({
        method: 'POST',
        path,
        query: '',
        headers: token === null ? {} : { authorization: `Bearer ${token}` },
        readBody: () => expect.unreachable('the body was read'),
        address: () => null,
      });
      return status;
    };
    const reader = await rest.client.signIn(rest.tenant.companyId, { scopes: ['hooks:read'] });
    expect(await unread(null)).toBe(401);
    expect(await unread('gat_wrong')).toBe(401);
    expect(await unread(reader)).toBe(403);
  });
});

it('every answer has a type, is never cached, and requires https', async () => {
  const expected = {
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    vary: 'Accept-Encoding',
    'strict-transport-security': 'max-age=63072000',
  };
  const answers = await Promise.all([
    rest.client.call('GET', path, rest.token),
    rest.client.call('GET', path, null),
    rest.client.call('GET', '/rest/v1.0/nothing', rest.token),
    rest.client.call('PUT', path, rest.token),
    rest.client.call('GET', '/livez', null),
    rest.client.call('POST', '/oauth/token', null, { body: {} }),
    rest.client.call('HEAD', path, rest.token),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 405, 200, 400, 200]);
  for (const { headers } of answers) expect(headers).toMatchObject(expected);
});

it('refuses to write the description of the API', async () => {
  for (const method of ['POST', 'OPTIONS']) {
    const { status, headers } = await rest.client.call(method, '/openapi.json', null);
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  }
});
