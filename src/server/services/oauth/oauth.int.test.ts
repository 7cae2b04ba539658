import { createRestClient } from '@tests/factories/rest-client';
import { createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CreatedApiClient } from '@/contracts/api-clients';
import { oauth } from '@/contracts/rest/oauth';
import type { Scope } from '@/domain/scopes';
import { createClient, endPreviousSecret, revokeClient, rotateClientSecret } from '../api-clients';

const database = useDatabase();
let world: World;
let rest: ReturnType<typeof createRestClient>;
let companyId: number;
let client: CreatedApiClient;

const SCOPES: readonly Scope[] = ['hooks:read', 'events:write'];

beforeAll(() => {
  world = createWorld(database.url);
  rest = createRestClient(world);
});
beforeEach(async () => {
  ({ companyId } = await insertCompany(world));
  client = await createClient({
    ctx: world.ctx,
    input: { companyId, name: 'Integration', scopes: SCOPES },
  });
});
afterAll(() => world.db.close());

const credentials = () => ({
  grant_type: 'client_credentials',
  client_id: client.clientId,
  client_secret: client.clientSecret,
});
const post = (body: string | object, headers: Record<string, string> = {}) =>
  rest.call('POST', '/oauth/token', null, { body, headers });
const hooks = (token: string) =>
  rest.call('GET', `/rest/v2.0/companies/${companyId}/webhooks/hooks`, token);

async function issue(): Promise<string> {
  const { body } = await post(credentials());
  return oauth.token.parse(body).access_token;
}

it('refuses a field that is not a text, and does nothing in its place', async () => {
  expect(await post({ ...credentials(), scope: ['hooks:read'] })).toMatchObject({
    status: 400,
    body: { error: 'invalid_request', error_description: 'scope must be a text.' },
  });
  const token = await issue();
  for (const body of [{ token: [token] }, '{"token":'])
    expect(await rest.call('POST', '/oauth/revoke', token, { body })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  expect((await hooks(token)).status).toBe(200);
});

it('refuses a form of many fields before it is read', async () => {
  const answer = await post(`${'a=1&'.repeat(60_000)}grant_type=client_credentials`, {
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
});

describe('POST /oauth/token', () => {
  it('reads JSON, form, multipart and HTTP Basic in the same way', async () => {
    const multipart = new FormData();
    for (const [name, value] of Object.entries(credentials())) multipart.append(name, value);
    const encoded = new Response(multipart);
    const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const answers = [
      await post(credentials()),
      await post(new URLSearchParams(credentials()).toString(), form),
      await post(await encoded.text(), {
        'content-type': encoded.headers.get('content-type') ?? '',
      }),
      await post('grant_type=client_credentials', { ...form, authorization: `Basic ${basic}` }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
      expect(oauth.token.strict().parse(answer.body)).toMatchObject({
        token_type: 'bearer',
        expires_in: 5400,
        scope: 'hooks:read events:write',
      });
    }
  });

  it.each([
    [{ client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ client_id: 'nobody' }, 401, 'invalid_client'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
    [{ grant_type: '' }, 400, 'invalid_request'],
    [{ scope: 'hooks:write' }, 400, 'invalid_scope'],
  ])('answers %j by %i %s', async (changes, status, error) => {
    expect(await post({ ...credentials(), ...changes })).toMatchObject({ status, body: { error } });
  });

  it.each(['/oauth/token', '/oauth/revoke'])(
    'refuses a secret in the address of %s, where logs keep it',
    async (path) => {
      const { client_secret, ...others } = credentials();
      const query = new URLSearchParams({ client_secret }).toString();
      const body = { ...others, token: 'none' };
      expect(await rest.call('POST', path, null, { query, body })).toMatchObject({
        status: 400,
        body: { error: 'invalid_request' },
      });
    },
  );

  it('narrows the token to the requested scopes', async () => {
    const { body } = await post({ ...credentials(), scope: 'events:write' });
    const token = oauth.token.parse(body).access_token;
    expect((await hooks(token)).status).toBe(403);
  });
});

describe('guessing', () => {
  const guess = (changes: object, address: string) =>
    rest.call('POST', '/oauth/token', null, {
      body: { ...credentials(), client_secret: 'wrong', ...changes },
      address,
    });

  it.each(['a client', 'no client'])('of the secret of %s must wait', async (whose) => {
    const id = whose === 'a client' ? client.clientId : `nobody-${companyId}`;
    const from = `192.0.2.${whose.length}`;
    const answers = [];
    for (let n = 0; n < 21; n += 1) answers.push(await guess({ client_id: id }, from));
    expect(answers.slice(0, 20).map(({ status }) => status)).toEqual(Array(20).fill(401));
    expect(answers[20]).toMatchObject({
      status: 429,
      body: { error: 'too_many_requests', error_description: expect.stringContaining('again in') },
    });
    expect(Number(answers[20]?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await guess(credentials(), from)).status).toBe(whose === 'a client' ? 429 : 200);
  });

  it('does not lock out anyone who has not guessed, wherever the guesses come from', async () => {
    for (let n = 0; n < 220; n += 10) {
      const guesses = Array.from({ length: 10 }, (_, i) => guess({}, `10.1.${n}.${i}`));
      for (const { status } of await Promise.all(guesses)) expect(status).toBe(401);
    }
    expect((await guess(credentials(), '10.2.0.1')).status).toBe(200);
  });

  it('from one address has to wait for any client, and other addresses do not', async () => {
    for (let n = 0; n < 100; n += 1) {
      expect((await guess({ client_id: `${companyId}-${n}` }, '198.51.100.1')).status).toBe(401);
    }
    expect((await guess({ client_id: 'the next' }, '198.51.100.1')).status).toBe(429);
    expect((await guess(credentials(), '198.51.100.1')).status).toBe(429);
    expect((await guess(credentials(), '198.51.100.2')).status).toBe(200);
  });

  it('counts no refused guess against the other clients of its address', async () => {
    const statuses = new Set<number>();
    for (let n = 0; n < 110; n += 1) statuses.add((await guess({}, '198.51.100.7')).status);
    expect([...statuses]).toEqual([401, 429]);
    const other = { client_id: `${companyId}-other` };
    expect((await guess(other, '198.51.100.7')).status).toBe(401);
  });

  it('does not include a right secret, however often it is used, even with a missing scope', async () => {
    for (let n = 0; n < 25; n += 1) {
      expect((await guess(credentials(), '203.0.113.1')).status).toBe(200);
      const asked = await guess({ ...credentials(), scope: 'hooks:write' }, '203.0.113.1');
      expect(asked.status).toBe(400);
    }
  });
});

describe('a token', () => {
  it('returns its access', async () => {
    const info = await rest.call('GET', '/oauth/token/info', await issue());
    expect(oauth.tokenInfo.strict().parse(info.body)).toMatchObject({
      company_id: companyId,
      application: { uid: client.clientId },
      scopes: SCOPES,
    });
    expect((await rest.call('GET', '/oauth/token/info', null)).status).toBe(401);
  });

  it('is refused at once after its revocation, even if it is cached', async () => {
    const token = await issue();
    expect((await hooks(token)).status).toBe(200);
    const revoked = await rest.call('POST', '/oauth/revoke', null, { body: { token } });
    expect(revoked).toMatchObject({ status: 200, body: {} });
    expect((await hooks(token)).status).toBe(401);
    const unknown = await rest.call('POST', '/oauth/revoke', null, { body: { token: 'none' } });
    expect(unknown.status).toBe(200);
  });

  it('ends with its client, which gets no other token', async () => {
    const token = await issue();
    expect((await hooks(token)).status).toBe(200);
    await revokeClient({ ctx: world.ctx, input: { companyId, apiClientId: client.id } });
    expect((await hooks(token)).status).toBe(401);
    expect((await post(credentials())).status).toBe(401);
  });

  it('ends with the secret that it was issued for, and with no other secret', async () => {
    const before = await issue();
    const at = { ctx: world.ctx, input: { companyId, apiClientId: client.id } };
    client = { ...client, ...(await rotateClientSecret(at)) };
    const after = await issue();
    expect((await hooks(before)).status).toBe(200);
    await endPreviousSecret(at);
    expect((await hooks(before)).status).toBe(401);
    expect((await hooks(after)).status).toBe(200);
    await rotateClientSecret(at);
    await rotateClientSecret(at);
    expect((await hooks(after)).status).toBe(401);
  });

  it('cannot make another client', async () => {
    const actor = {
      kind: 'client' as const,
      apiClientId: client.id,
      companyId,
      projectIds: null,
      scopes: ['hooks:write' as const],
    };
    const made = createClient({ ctx: { ...world.ctx, actor }, input: { companyId, name: 'More' } });
    await expect(made).rejects.toMatchObject({ code: 'forbidden' });
  });
});
