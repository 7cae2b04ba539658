import { openRestWorld, type RestWorld } from '@tests/factories/rest-client';
import { insertCompany } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v1 } from '@/contracts/rest/v1';
import { v2 } from '@/contracts/rest/v2';

const database = useDatabase();
const V1 = '/rest/v1.0/webhooks';
const hook = { api_version: 'v2', destination_url: 'https://example.com/hooks' };
let rest: RestWorld;

beforeAll(async () => {
  rest = await openRestWorld(database.url);
});
afterAll(() => rest.world.db.close());

const call = (method: string, path: string, body?: unknown, query = '') =>
  rest.client.call(method, path, rest.token, { query, ...(body === undefined ? {} : { body }) });

describe('calls of older clients to v1.0', () => {
  it('without a tenant in a list: the hooks of every level, only of this company', async () => {
    const other = await insertCompany(rest.world, 'Other');
    const stranger = await rest.client.signIn(other.companyId);
    await rest.client.call('POST', `${V1}/hooks`, stranger, { body: { hook } });
    const { projectId: project_id, companyId: company_id } = rest.tenant;
    await call('POST', `${V1}/hooks`, { project_id, hook });
    await call('POST', `${V1}/hooks`, { company_id, hook });
    const seen = async (query: string) => {
      const { body } = await call('GET', `${V1}/hooks`, undefined, query);
      return v1.hook
        .strict()
        .array()
        .parse(body)
        .map((each) => [each.owned_by_company_id, each.owned_by_project_id]);
    };
    expect(await seen('')).toEqual([
      [company_id, project_id],
      [company_id, null],
    ]);
    expect(await seen(`company_id=${company_id}`)).toEqual([[company_id, null]]);
    expect(await seen(`company_id=${company_id}&project_id=${project_id}`)).toHaveLength(1);
  });

  it('without a tenant although the client is of chosen projects: the hooks of these', async () => {
    const { companyId: company_id, projectId: project_id } = rest.tenant;
    const limited = await rest.client.signIn(company_id, { projectIds: [project_id] });
    await call('POST', `${V1}/hooks`, { company_id, hook });
    const own = await call('POST', `${V1}/hooks`, { project_id, hook });
    const { status, body } = await rest.client.call('GET', `${V1}/hooks`, limited);
    expect(status).toBe(200);
    const seen = v1.hook.array().parse(body);
    expect(seen.map(({ id }) => id)).toContain((own.body as { id: number }).id);
    expect(new Set(seen.map((each) => each.owned_by_project_id))).toEqual(new Set([project_id]));
    const named = { query: `company_id=${company_id}` };
    expect((await rest.client.call('GET', `${V1}/hooks`, limited, named)).status).toBe(404);
    const reader = { scopes: ['events:write' as const], projectIds: [project_id] };
    const unable = await rest.client.signIn(company_id, reader);
    expect((await rest.client.call('GET', `${V1}/hooks`, unable)).status).toBe(403);
  });

  it('with an invalid tenant: refused, never taken for another', async () => {
    const wrong = { project_id: 'undefined', company_id: rest.tenant.companyId, hook };
    expect(await call('POST', `${V1}/hooks`, wrong)).toMatchObject({
      status: 400,
      body: { errors: { project_id: ['must be an id.'] } },
    });
    const foreign = { 'procore-company-id': '7' };
    expect(
      await rest.client.call('GET', `${V1}/hooks`, rest.token, { headers: foreign }),
    ).toMatchObject({ status: 404 });
    // Some connectors leave a field out by sending an empty one.
    expect((await call('POST', `${V1}/hooks`, { ...wrong, project_id: '' })).status).toBe(201);
  });

  it('without the wrapper', async () => {
    const { companyId: company_id } = rest.tenant;
    const made = await call('POST', `${V1}/hooks`, { company_id, ...hook, namespace: 'flat' });
    const { id } = v1.hook.strict().parse(made.body);
    const changed = await call('PATCH', `${V1}/hooks/${id}`, { company_id, namespace: 'flatter' });
    expect(changed.body).toMatchObject({ id, namespace: 'flatter' });
  });

  it('with paging through lists that are answered whole', async () => {
    const whole = await call('GET', `${V1}/resources`);
    expect(whole).toMatchObject({ headers: { total: '25' } });
    expect(whole.body).toHaveLength(25);
    const last = await call('GET', `${V1}/resources`, undefined, 'page=3&per_page=10');
    expect(last).toMatchObject({ headers: { total: '25', 'per-page': '10' } });
    expect(last.body).toHaveLength(5);
    expect(last.headers.link).not.toContain('rel="next"');
  });

  it.each(['v1.0', 'v2', 'v2.0', 'v3', 'v3.0', 'v4', 'v4.0'])(
    'with api_version %s',
    async (api_version) => {
      const { status } = await call('POST', `${V1}/hooks`, { hook: { ...hook, api_version } });
      expect(status).toBe(201);
    },
  );
});

describe('a refusal', () => {
  it('names a field as the caller does, also in the message', async () => {
    const bad = { api_version: 'v9', destination_url: 7 };
    const older = await call('POST', `${V1}/hooks`, { hook: bad });
    expect(older.body).toMatchObject({ errors: { api_version: {}, destination_url: {} } });
    expect(JSON.stringify(older.body)).not.toMatch(/destinationUrl|payload_?version/i);
    const path = `/rest/v2.0/companies/${rest.tenant.companyId}/webhooks/hooks`;
    const newer = await call('POST', path, { ...bad, payload_version: 'v9', namespace: 'a' });
    expect(JSON.stringify(newer.body)).not.toMatch(/destinationUrl|payloadVersion/);
  });
});

describe('v2.0 filters', () => {
  it('accept any case, either spelling, lists, and aliases of a resource', async () => {
    const base = `/rest/v2.0/companies/${rest.tenant.companyId}/webhooks/hooks`;
    const made = await call('POST', base, {
      payload_version: 'v2.0',
      namespace: 'filters',
      destination_url: hook.destination_url,
    });
    const { id } = v2.hook.parse((made.body as { data: unknown }).data);
    for (const query of [
      'filter[status]=SUCCEEDED',
      'filters%5Bstatus%5D=delivered,failed',
      'filter[status][]=enqueued&filter[status][]=retrying',
      'filter[event_type]=Create&filter[resource_name]=BIM%20Models',
      'filter[start]=2026-01-01&filter[end]=2026-01-31&sort=-id',
    ]) {
      expect(await call('GET', `${base}/${id}/deliveries`, undefined, query)).toMatchObject({
        status: 200,
        body: { data: [] },
        headers: { total: '0' },
      });
    }
    const odd = await call('GET', `${base}/${id}/deliveries`, undefined, 'filter[start]=soon');
    expect(odd).toMatchObject({ status: 400, body: { error: { code: 'BAD_REQUEST' } } });
  });
});
