import { createRestClient } from '@tests/factories/rest-client';
import { asEngine } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rotateClientSecret } from '@/server/services/api-clients';
import { sendTest } from '@/server/services/hooks';

const stage = useEngineStage();
const SECRET = 'Bearer company-secret-12345';
const SITE = 'site-secret-67890';
const MASKS = { Authorization: '*****12345', 'X-Site': '*****67890' };

let rest: ReturnType<typeof createRestClient>;
let elsewhere: Receiver;
let owner: string;
let other: string;

beforeEach(async () => {
  rest = createRestClient(stage.world);
  elsewhere = await startReceiver();
  owner = await rest.signIn(stage.tenant.companyId);
  other = await rest.signIn(stage.tenant.companyId);
});
afterEach(() => elsewhere.close());

type Level = 'company' | 'project';
type Refusal = { error: { details: { field: string; reason_code: string }[] } };
type Wire = { data: { id: string; destination_headers: object; public_headers: string[] } };

function hooksAt(level: Level) {
  const { companyId, projectId } = stage.tenant;
  const project = level === 'project' ? `/projects/${projectId}` : '';
  return `/rest/v2.0/companies/${companyId}${project}/webhooks/hooks`;
}

async function newHook(level: Level = 'project', changes: object = {}) {
  const body = {
    namespace: 'acme',
    payload_version: 'v2.0',
    destination_url: stage.receiver.url,
    destination_headers: { Authorization: SECRET, 'X-Site': SITE },
    ...changes,
  };
  const made = await rest.call('POST', hooksAt(level), owner, { body });
  expect(made.status).toBe(201);
  const { data } = made.body as Wire;
  const path = `${hooksAt(level)}/${data.id}`;
  const resource = level === 'project' ? 'RFIs' : 'Offices';
  const trigger = { resource_name: resource, event_type: 'create' };
  await rest.call('POST', `${path}/triggers`, owner, { body: trigger });
  const { companyId, projectId } = stage.tenant;
  const at = {
    companyId,
    projectId: level === 'project' ? projectId : null,
    hookId: Number(data.id),
  };
  const patch = (token: string, changed: object) =>
    rest.call('PATCH', path, token, { body: changed });
  return { path, at, data, patch };
}

type Address = { companyId: number; projectId: number | null; hookId: number };

/** Sends a test and returns the request that the other receiver got. */
async function leaked(at: Address) {
  await sendTest({ ctx: stage.world.ctx, input: at });
  await stage.engine.dispatch();
  return JSON.stringify(elsewhere.requests.map(({ headers }) => headers));
}

const refusalsOf = ({ body }: { body: unknown }) =>
  (body as Refusal).error.details.map(({ field, reason_code }) => `${field} ${reason_code}`);
const REFUSED = [
  'destination_headers.authorization origin_changed',
  'destination_headers.x-site origin_changed',
];

describe.each(['project', 'company'] as const)('the hook of a %s', (level) => {
  it.each([
    ['the URL alone', {}],
    ['masks sent back', { destination_headers: MASKS }],
    [
      'masks under other spellings',
      { destination_headers: { AUTHORIZATION: '*****12345', 'x-site': '*****67890' } },
    ],
    ['enabling', { status: 'active' }],
    ['disabling', { status: 'disabled' }],
  ])('moves no value to another origin for another client: %s', async (_, changes) => {
    const { at, patch } = await newHook(level);
    const moved = await patch(other, { destination_url: elsewhere.url, ...changes });
    expect(moved.status).toBe(400);
    expect(refusalsOf(moved).map((text) => text.toLowerCase())).toEqual(REFUSED);
    expect(await leaked(at)).toBe('[]');
  });
});

it('names headers and remedy in v1.0, too', async () => {
  const { at } = await newHook();
  const path = `/rest/v1.0/webhooks/hooks/${at.hookId}`;
  const body = { hook: { destination_url: elsewhere.url } };
  const remedy = expect.stringMatching(/send the value again with the new URL, or remove/);
  expect(await rest.call('PATCH', path, other, { body })).toMatchObject({
    status: 400,
    body: {
      errors: {
        'destination_headers.Authorization': [remedy],
        'destination_headers.X-Site': [remedy],
      },
    },
  });
  const destination_headers = { Authorization: 'Bearer mine-and-new' };
  const sent = { hook: { destination_url: elsewhere.url, destination_headers } };
  expect((await rest.call('PATCH', path, other, { body: sent })).status).toBe(200);
});

it('does not move in two steps: disabled, moved, and enabled again', async () => {
  const { at, patch } = await newHook();
  const move = { destination_url: elsewhere.url };
  expect((await patch(other, { status: 'disabled' })).status).toBe(200);
  expect((await patch(other, move)).status).toBe(400);
  // The hook may move without its headers. A mask does not bring a removed value back.
  expect((await patch(other, { ...move, destination_headers: {} })).status).toBe(200);
  expect(refusalsOf(await patch(other, { destination_headers: MASKS }))).toEqual([
    'destination_headers.Authorization MASKED',
    'destination_headers.X-Site MASKED',
  ]);
  expect((await patch(other, { status: 'active' })).status).toBe(200);
  expect(await leaked(at)).not.toMatch(/company-secret|site-secret/);
  expect(elsewhere.requests).toHaveLength(1);
});

it('moves for the client that set it, which still manages its hook, and for nobody else', async () => {
  const { at, patch } = await newHook();
  const move = { destination_url: elsewhere.url, destination_headers: MASKS };
  expect((await patch(owner, move)).status).toBe(200);
  expect(await leaked(at)).toContain('company-secret-12345');
  const back = { destination_url: stage.receiver.url };
  expect((await patch(other, back)).status).toBe(400);
  // A person who replaces one value has set only that one.
  await patch(other, { destination_headers: { ...MASKS, 'X-Site': 'another-value-1' } });
  const named = 'destination_headers.';
  expect(refusalsOf(await patch(other, back))).toEqual([`${named}Authorization ORIGIN_CHANGED`]);
  expect(refusalsOf(await patch(owner, back))).toEqual([`${named}X-Site ORIGIN_CHANGED`]);
});

it('does not move for the client after somebody else may hold one of its secrets', async () => {
  const { path, at } = await newHook();
  const me = (await rest.call('GET', '/rest/v1.0/me', owner)).body as { id: number };
  const { companyId } = stage.tenant;
  const { clientId, clientSecret } = await rotateClientSecret({
    ctx: stage.world.ctx,
    input: { companyId, apiClientId: me.id },
  });
  const credentials = { client_id: clientId, client_secret: clientSecret };
  const issued = await rest.call('POST', '/oauth/token', null, {
    body: { grant_type: 'client_credentials', ...credentials },
  });
  const { access_token: token } = issued.body as { access_token: string };
  const move = (changes: object) =>
    rest.call('PATCH', path, token, { body: { destination_url: elsewhere.url, ...changes } });
  for (const changes of [{}, { destination_headers: MASKS }])
    expect(refusalsOf(await move(changes)).map((text) => text.toLowerCase())).toEqual(REFUSED);
  expect(await leaked(at)).toBe('[]');
  const again = { Authorization: SECRET, 'X-Site': SITE };
  expect((await move({ destination_headers: again })).status).toBe(200);
});

it('does not move for the client if it was set with one of two secrets, and moved with the other', async () => {
  const { path, at, patch } = await newHook();
  const me = (await rest.call('GET', '/rest/v1.0/me', owner)).body as { id: number };
  const { companyId } = stage.tenant;
  const { clientId, clientSecret } = await rotateClientSecret({
    ctx: stage.world.ctx,
    input: { companyId, apiClientId: me.id },
  });
  const issued = await rest.call('POST', '/oauth/token', null, {
    body: {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    },
  });
  const { access_token: renewed } = issued.body as { access_token: string };
  const tokens = [owner, renewed];
  for (const [setter = '', mover = ''] of [tokens, tokens.toReversed()]) {
    const values = { Authorization: SECRET, 'X-Site': SITE };
    expect((await patch(setter, { destination_headers: values })).status).toBe(200);
    const moved = await rest.call('PATCH', path, mover, {
      body: { destination_url: elsewhere.url },
    });
    expect(refusalsOf(moved).map((text) => text.toLowerCase())).toEqual(REFUSED);
  }
  expect(await leaked(at)).toBe('[]');
});

it('stays with the same origin, for any other change of the URL', async () => {
  const { patch } = await newHook();
  const changed = await patch(other, { destination_url: `${stage.receiver.url}/deeper?x=1` });
  expect(changed.status).toBe(200);
});

describe('public headers', () => {
  it('are shown; a secret becomes public when its value is sent again, or for its setter', async () => {
    const { path, data, patch } = await newHook('project', { public_headers: ['x-site'] });
    expect(data).toMatchObject({
      destination_headers: { Authorization: '*****12345', 'X-Site': SITE },
      public_headers: ['X-Site'],
    });
    const all = ['Authorization', 'X-Site'];
    expect(refusalsOf(await patch(other, { public_headers: all }))).toEqual([
      'destination_headers.Authorization VALUE_NEEDED_TO_SHOW',
    ]);
    const read = await rest.call('GET', path, other);
    expect(read.body).toMatchObject({ data: { public_headers: ['X-Site'] } });
    const destination_headers = { Authorization: SECRET, 'X-Site': SITE };
    const shown = await patch(other, { destination_headers, public_headers: all });
    expect(shown.body).toMatchObject({ data: { destination_headers } });
    expect((await patch(other, { public_headers: [] })).body).toMatchObject({
      data: { destination_headers: MASKS, public_headers: [] },
    });
    expect((await patch(owner, { public_headers: ['X-Site'] })).body).toMatchObject({
      data: { destination_headers: { 'X-Site': SITE } },
    });
    expect(refusalsOf(await patch(owner, { public_headers: ['X-None'] }))).toEqual([
      'public_headers.X-None NOT_A_HEADER',
    ]);
  });

  it('are the only ones with readable values: in the row, the history and the lists', async () => {
    const { path, at } = await newHook('project', {
      destination_headers: { Authorization: SECRET, 'X-Site': SITE, 'X-Source': 'the-source' },
      public_headers: ['X-Source'],
    });
    // A receiver that repeats the request that it got.
    stage.receiver.respondWith(({ headers }) => ({
      headers: { 'x-seen': headers['x-site'] ?? '', 'set-cookie': 'sid=cookie-secret' },
      body: JSON.stringify(headers),
    }));
    await sendTest({ ctx: stage.world.ctx, input: at });
    await stage.engine.dispatch();
    const query = `project_id=${stage.tenant.projectId}`;
    const pages = [
      await rest.call('GET', path, other),
      await rest.call('GET', hooksAt('project'), other),
      await rest.call('GET', `${path}/deliveries`, other),
      await rest.call('GET', '/rest/v1.0/webhooks/hooks', other, { query }),
    ].map(({ body }) => body);
    const kept = await asEngine(
      stage.world.db,
      (tx) => tx`
        SELECT row_to_json(h) AS hook, row_to_json(a) AS attempt, convert_from(a.response_body, 'UTF8') AS body
        FROM gancho.hooks h JOIN gancho.attempts a ON a.hook_id = h.id WHERE h.id = ${at.hookId}`,
    );
    const sent = { authorization: SECRET, 'x-site': SITE };
    expect(stage.receiver.requests[0]?.headers).toMatchObject(sent);
    expect(kept).toHaveLength(1);
    const seen = JSON.stringify([pages, kept]);
    expect(seen).toContain('the-source');
    expect(seen).not.toMatch(/company-secret|site-secret|cookie-secret/);
  });
});

it.each<[string, (seen: string) => string]>([
  ['as JSON', (seen) => JSON.stringify({ seen })],
  ['as a part of an address', (seen) => `/in?seen=${encodeURIComponent(seen)}`],
  ['in base64', (seen) => Buffer.from(seen).toString('base64')],
  ['up to where the body is cut off', (seen) => 'x'.repeat(16_384 - seen.length + 2) + seen],
])('the history holds no value that a receiver repeats %s', async (_, spell) => {
  const value = 'Bearer own "quoted" value/12345';
  const { path, at } = await newHook('project', { destination_headers: { Authorization: value } });
  stage.receiver.respondWith(({ headers: { authorization: seen = '' } }) => ({
    headers: { 'x-seen': spell(seen).slice(-200) },
    body: spell(seen),
  }));
  await sendTest({ ctx: stage.world.ctx, input: at });
  await stage.engine.dispatch();
  const { body } = await rest.call('GET', `${path}/deliveries`, other);
  const text = JSON.stringify(body);
  expect(text).toContain('********');
  for (const piece of ['own ', 'quoted', spell(value).slice(-12, -4)])
    expect(text).not.toContain(piece);
});
