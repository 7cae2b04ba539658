import { openRestWorld, type RestWorld } from '@tests/factories/rest-client';
import { asEngine, insertCompany } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v1 } from '@/contracts/rest/v1';
import { v2 } from '@/contracts/rest/v2';
import { createRestHandler } from './handle';

const database = useDatabase();
let rest: RestWorld;

beforeAll(async () => {
  rest = await openRestWorld(database.url);
});
afterAll(() => rest.world.db.close());

const DESTINATION = 'https://example.com/hooks';
const call = (method: string, path: string, body?: unknown) =>
  rest.client.call(method, path, rest.token, body === undefined ? {} : { body });

describe('publishing', () => {
  it('writes all events of a batch or none, and names the bad ones', async () => {
    const count = () =>
      asEngine(rest.world.db, async (tx) => {
        const rows = await tx`SELECT count(*)::int AS n FROM gancho.events`;
        return rows[0]?.n as number;
      });
    const path = `/rest/v2.0/companies/${rest.tenant.companyId}/events`;
    const good = {
      resource_name: 'RFIs',
      resource_id: 5,
      event_type: 'create',
      project_id: rest.tenant.projectId,
    };
    const before = await count();
    const bad = await call('POST', path, [good, { ...good, event_type: 'explode' }, 7]);
    expect(bad).toMatchObject({
      status: 400,
      body: { error: { details: [{ index: 1, field: 'event_type' }, { index: 2 }] } },
    });
    for (const offset of ['+16:00', '-16:00', '+23:00', '-23:59']) {
      const timestamp = new Date().toISOString().replace('Z', offset);
      expect(await call('POST', path, [good, { ...good, timestamp }])).toMatchObject({
        status: 400,
        body: { error: { details: [{ index: 1, field: 'timestamp' }] } },
      });
    }
    const unknown = await call('POST', path, [good, { ...good, resource_name: 'Nothing' }]);
    expect(unknown.body).toMatchObject({
      error: { details: [{ index: 1, field: 'resource_name', reason_code: 'UNKNOWN_RESOURCE' }] },
    });
    expect(await count()).toBe(before);

    const done = await call('POST', path, [good, good]);
    expect(done.status).toBe(202);
    v2.published
      .strict()
      .array()
      .length(2)
      .parse((done.body as { data: unknown }).data);
    expect(await count()).toBe(before + 2);
  });
});

describe('a hook', () => {
  it.each(['v1.0', 'v2.0'])('is disabled from its creation if %s asks for it', async (api) => {
    const { companyId } = rest.tenant;
    const hook = { destination_url: DESTINATION, namespace: 'off', status: 'disabled' };
    const answer = await (api === 'v1.0'
      ? call('POST', '/rest/v1.0/webhooks/hooks', {
          company_id: companyId,
          hook: { ...hook, api_version: 'v2.0' },
        })
      : call('POST', `/rest/v2.0/companies/${companyId}/webhooks/hooks`, {
          ...hook,
          payload_version: 'v2.0',
        }));
    expect(answer.status).toBe(201);
    const made = api === 'v1.0' ? answer.body : (answer.body as { data: object }).data;
    expect(made).toMatchObject({ status: 'disabled' });
  });
});

describe('refusals', () => {
  const hooks = () => `/rest/v2.0/companies/${rest.tenant.companyId}/webhooks/hooks`;

  it('distinguish 401, 403, 404 and 405', async () => {
    expect(await rest.client.call('GET', hooks(), null)).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer', 'x-request-id': expect.any(String) },
    });
    expect((await rest.client.call('GET', hooks(), 'gat_unknown')).status).toBe(401);
    const readOnly = await rest.client.signIn(rest.tenant.companyId, { scopes: ['hooks:read'] });
    const body = { payload_version: 'v2', namespace: 'a', destination_url: DESTINATION };
    expect(await rest.client.call('POST', hooks(), readOnly, { body })).toMatchObject({
      status: 403,
      body: { error: { code: 'FORBIDDEN' } },
    });
    const stranger = await rest.client.signIn((await insertCompany(rest.world, 'Other')).companyId);
    expect((await rest.client.call('GET', hooks(), stranger)).status).toBe(404);
    expect((await rest.client.call('GET', '/rest/v2.0/nothing', readOnly)).status).toBe(404);
    expect(await rest.client.call('PUT', hooks(), readOnly)).toMatchObject({
      status: 405,
      headers: { allow: 'GET, POST, HEAD' },
    });
  });

  it('refuse bodies that are not JSON, too long, or of another kind', async () => {
    expect(await rest.client.call('POST', hooks(), rest.token, { body: '{' })).toMatchObject({
      status: 400,
      body: { error: { details: [{ reason_code: 'INVALID_JSON' }] } },
    });
    const long = JSON.stringify('x'.repeat(1024 * 1024));
    expect((await rest.client.call('POST', hooks(), rest.token, { body: long })).status).toBe(413);
    const headers = { 'content-type': 'text/plain' };
    expect(
      (await rest.client.call('POST', hooks(), rest.token, { body: '{}', headers })).status,
    ).toBe(415);
  });

  it('name the field with a text that no database stores, or with a bad number', async () => {
    const hook = { payload_version: 'v2', namespace: 'a', destination_url: DESTINATION };
    const refusals = [
      [{ ...hook, name: 'a\0b' }, 'name', 'CONTROL_CHARACTER'],
      [{ ...hook, name: '\u202egnp.exe' }, 'name', 'CONTROL_CHARACTER'],
      [
        { ...hook, namespace: 'a', destination_headers: { 'X-A': 'b' }, name: '\x1b[2J' },
        'name',
        'CONTROL_CHARACTER',
      ],
      [{ ...hook, max_per_second: Number.MIN_VALUE }, 'max_per_second', 'TOO_SMALL'],
    ] as const;
    for (const [body, field, reason_code] of refusals) {
      expect(await rest.client.call('POST', hooks(), rest.token, { body })).toMatchObject({
        status: 400,
        body: { error: { details: [{ field, reason_code }] } },
      });
    }
  });

  it('find only a table’s own entries, not the names that every object has', async () => {
    const { body } = await call('POST', hooks(), {
      payload_version: 'v2',
      namespace: 'a',
      destination_url: DESTINATION,
    });
    const { id } = (body as { data: { id: string } }).data;
    const asked = await rest.client.call('GET', `${hooks()}/${id}/deliveries`, rest.token, {
      query: 'filter[status]=constructor',
    });
    expect(asked).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'filter[status]' }] } },
    });
  });

  it('keep a client of chosen projects inside them', async () => {
    const limited = await rest.client.signIn(rest.tenant.companyId, {
      projectIds: [rest.tenant.projectId],
    });
    const project = `/rest/v2.0/companies/${rest.tenant.companyId}/projects/${rest.tenant.projectId}`;
    expect((await rest.client.call('GET', `${project}/webhooks/hooks`, limited)).status).toBe(200);
    expect((await rest.client.call('GET', hooks(), limited)).status).toBe(404);
  });
});

describe('what is accessible', () => {
  it('is one client, its company and its projects', async () => {
    const limited = await rest.client.signIn(rest.tenant.companyId, {
      projectIds: [rest.tenant.projectId],
    });
    const get = (path: string, query = '') =>
      rest.client.call('GET', `/rest/v1.0${path}`, limited, { query });
    expect((await get('/me')).body).toMatchObject({ name: 'Integration' });
    expect((await get('/companies')).body).toMatchObject([{ id: rest.tenant.companyId }]);
    const projects = await get('/projects', `company_id=${rest.tenant.companyId}`);
    expect(v1.project.strict().array().parse(projects.body)).toMatchObject([
      { id: rest.tenant.projectId, company: { id: rest.tenant.companyId } },
    ]);
    expect((await get('/projects', 'company_id=1')).status).toBe(404);
  });
});

describe('limits', () => {
  it('answer 429 with the time of the next try, and do not limit publishing', async () => {
    const handle = createRestHandler({
      services: rest.world.services,
      publicUrl: 'https://hooks.example',
      limits: { hourly: 100, burst: 1, publishPerSecond: null },
    });
    const limited = await rest.client.signIn(rest.tenant.companyId);
    const request = {
      method: 'GET',
      path: '/rest/v1.0/me',
      query: '',
      headers: { authorization: `Bearer ${limited}` },
      readBody: async () => Buffer.from('[]'),
      address: () => null,
    };
    expect(await handle(request)).toMatchObject({
      status: 200,
      headers: { 'x-rate-limit-limit': '100', 'x-rate-limit-remaining': '99' },
    });
    expect(await handle(request)).toMatchObject({
      status: 429,
      headers: {
        'retry-after': expect.stringMatching(/^\d+$/),
        'x-rate-limit-limit': '1',
        'x-rate-limit-remaining': '0',
        'x-rate-limit-reset': expect.stringMatching(/^\d+$/),
      },
    });
    const path = `/rest/v2.0/companies/${rest.tenant.companyId}/events`;
    expect((await handle({ ...request, method: 'POST', path })).status).toBe(400);
  });
});

describe('health', () => {
  it('reports that the process is alive without a query', async () => {
    const alive = await rest.client.call('GET', '/livez', null);
    expect(alive).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('is 503 with the reason until the engine has swept, then 200, and 503 again without sweeps', async () => {
    const silent = await rest.client.call('GET', '/api/health', null);
    expect(silent).toMatchObject({ status: 503, body: { reason: 'engine_silent', version: '0' } });
    await asEngine(
      rest.world.db,
      (tx) =>
        tx`INSERT INTO gancho.engine_heartbeat (engine, swept_at) VALUES ('embedded', clock_timestamp())
           ON CONFLICT (id) DO UPDATE SET swept_at = clock_timestamp()`,
    );
    const alive = await rest.client.call('GET', '/api/health', null);
    expect(alive).toMatchObject({ status: 200, body: { status: 'ok', engine: 'embedded' } });
    await asEngine(
      rest.world.db,
      (tx) => tx`UPDATE gancho.engine_heartbeat SET swept_at = '2026-01-31 09:30:00+00'`,
    );
    const halted = await rest.client.call('GET', '/api/health', null);
    expect(halted).toMatchObject({
      status: 503,
      body: {
        reason: 'engine_silent',
        swept_at: '2026-01-31T09:30:00.000Z',
        reasons: [{ code: 'engine_silent', remedy: expect.stringContaining('npm start') }],
      },
    });
    const { status, body } = await rest.client.call('GET', '/readyz', null);
    expect({ status, body }).toEqual({ status: halted.status, body: halted.body });
  });
});

describe('a refusal names the field that the client sent', () => {
  const base = () =>
    `/rest/v2.0/companies/${rest.tenant.companyId}/projects/${rest.tenant.projectId}/webhooks/hooks`;
  let hookId: string;

  beforeAll(async () => {
    const hook = { namespace: 'named', payload_version: 'v4.0', destination_url: DESTINATION };
    const { body } = await call('POST', base(), hook);
    hookId = (body as { data: { id: string } }).data.id;
  });

  type Case = [
    method: string,
    path: string,
    body: unknown,
    detail: { field: string | null; message?: string; index?: number },
  ];
  const hook = (change: object) => ({
    namespace: 'other',
    payload_version: 'v4.0',
    destination_url: DESTINATION,
    ...change,
  });
  const CASES: Case[] = [
    ['POST', '', hook({ public_headers: [5] }), { field: 'public_headers.0' }],
    ['POST', '/ID/triggers', { resource_name: 'RFIs', reason: 'updte' }, { field: 'reason' }],
    ['POST', '/ID/triggers', {}, { field: 'resource_name', message: 'resource_name: is missing.' }],
    [
      'POST',
      '/ID/triggers',
      { resource_name: 5, event_type: 'create' },
      { field: 'resource_name', message: 'resource_name: must be a text.' },
    ],
    ['DELETE', '/ID/triggers/bulk', ['x'], { field: null, index: 0 }],
    ['DELETE', '/ID/triggers/bulk', { ids: ['x'] }, { field: 'ids.0' }],
    ['GET', '/ID/deliveries?filter[resource_id]=%00', undefined, { field: 'filter[resource_id]' }],
    ['GET', '/ID/deliveries?filter[event_type]=x', undefined, { field: 'filter[event_type]' }],
    ['GET', '/ID/deliveries?page=9007199254740991', undefined, { field: 'page' }],
  ];

  it.each(CASES)('%s %s with %j', async (method, path, body, detail) => {
    const [route = '', query = ''] = path.replace('ID', hookId).split('?');
    const options = { query, ...(body === undefined ? {} : { body }) };
    const refused = await rest.client.call(method, `${base()}${route}`, rest.token, options);
    expect(refused).toMatchObject({ status: 400, body: { error: { details: [detail] } } });
  });
});
