import { createRestClient } from '@tests/factories/rest-client';
import { createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v1 } from '@/contracts/rest/v1';
import { v2 } from '@/contracts/rest/v2';

const database = useDatabase();
let world: World;
let client: ReturnType<typeof createRestClient>;
let tenant: { companyId: number; projectId: number };
let token: string;

beforeAll(async () => {
  world = createWorld(database.url);
  client = createRestClient(world);
  tenant = await insertCompany(world);
  token = await client.signIn(tenant.companyId);
});
afterAll(() => world.db.close());

const V1 = '/rest/v1.0/webhooks';
const DESTINATION = 'https://example.com/hooks';
const call = (method: string, path: string, body?: unknown, query?: string) =>
  client.call(method, path, token, {
    ...(body === undefined ? {} : { body }),
    ...(query === undefined ? {} : { query }),
  });

describe('REST v1.0', () => {
  it('takes a hook from its creation to its deletion as older clients do', async () => {
    const { companyId: company_id, projectId: project_id } = tenant;
    const scope = `company_id=${company_id}&project_id=${project_id}`;
    const created = await call('POST', `${V1}/hooks`, {
      company_id,
      project_id,
      hook: {
        api_version: 'v2',
        destination_url: DESTINATION,
        namespace: 'pipedream',
        destination_headers: { Authorization: 'Bearer abcdefghijkl', 'X-Hook-Event': 'rfi' },
        unknown_key: true,
      },
    });
    expect(created.status).toBe(201);
    const hook = v1.hook.strict().parse(created.body);
    expect(hook).toMatchObject({
      namespace: 'pipedream',
      owned_by_project_id: project_id,
      destination_headers: { Authorization: '*****hijkl', 'X-Hook-Event': 'rfi' },
    });
    expect(hook.signing_secret).toMatch(/^whsec_/);

    const list = await call('GET', `${V1}/hooks`, undefined, `${scope}&namespace=*`);
    expect(v1.hook.strict().array().parse(list.body)).toMatchObject([{ id: hook.id }]);
    expect(JSON.stringify(list.body)).not.toContain('whsec_');

    const triggers = `${V1}/hooks/${hook.id}/triggers`;
    const one = { trigger: { resource_name: 'RFIs', event_type: 'create' } };
    const first = await call('POST', triggers, { company_id, ...one });
    expect(first.status).toBe(201);
    const added = v1.trigger.strict().parse(first.body);
    expect(added).toMatchObject({ event_type: 'CREATE', webhook_hook_id: hook.id });
    const again = await call('POST', triggers, { company_id, project_id, ...one });
    expect(again).toMatchObject({ status: 201, body: { id: added.id } });

    const bulk = await call('POST', `${triggers}/bulk`, {
      project_id,
      api_version: 'v2',
      triggers: [
        { resource_name: 'Submittals', event_type: 'UPDATE' },
        { resource_name: 'Nothing', event_type: 'create' },
        { resource_name: 'Task Items', event_type: 'delete' },
        { resource_name: 'Offices', event_type: 'create' },
      ],
    });
    expect(bulk).toMatchObject({
      status: 207,
      body: {
        success: [{ resource_name: 'Submittals', event_type: 'UPDATE' }],
        failed: [
          {
            code: '400',
            trigger: { resource_name: 'Nothing' },
            errors: { resource_name: expect.any(String) },
          },
          { errors: { event_type: expect.stringContaining('Task Items has no "delete"') } },
          { errors: { resource_name: expect.stringContaining('belongs to the company') } },
        ],
      },
    });
    const tooMany = Array.from({ length: 501 }, () => one.trigger);
    const refused = await call('POST', `${triggers}/bulk`, { project_id, triggers: tooMany });
    expect(refused).toMatchObject({ status: 413, body: { errors: expect.any(String) } });

    const removal = { project_id, triggers: [added.id, 1] };
    expect(await call('DELETE', `${triggers}/bulk`, removal)).toMatchObject({
      status: 207,
      body: { success: [added.id], failed: [{ code: '404', trigger: 1 }] },
    });
    expect((await call('GET', triggers, undefined, scope)).body).toHaveLength(1);

    // Without a project, because some clients know only the hook's id.
    const renamed = await call('PATCH', `${V1}/hooks/${hook.id}`, { hook: { name: 'Renamed' } });
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Renamed' } });
    expect(await call('DELETE', `${V1}/hooks/${hook.id}`)).toMatchObject({ status: 200, body: {} });
    expect(await call('GET', triggers)).toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND' }, errors: expect.any(String) },
    });
  });

  it('finds the scope in the query, inside the hook, or by header', async () => {
    const hook = { api_version: 'v2.0', destination_url: DESTINATION };
    const byQuery = await call('POST', `${V1}/hooks`, { hook }, `company_id=${tenant.companyId}`);
    expect(byQuery.body).toMatchObject({ owned_by_project_id: null, namespace: 'procore' });
    const inside = await call('POST', `${V1}/hooks`, {
      hook: { ...hook, project_id: String(tenant.projectId) },
    });
    expect(inside.body).toMatchObject({ owned_by_project_id: tenant.projectId });
    const byHeader = await client.call('POST', `${V1}/hooks`, token, {
      body: { hook },
      headers: { 'procore-company-id': String(tenant.companyId) },
    });
    expect(byHeader.status).toBe(201);
  });

  it('lists resources of the requested level, and the payload versions', async () => {
    const company = await call('GET', `${V1}/resources`);
    const resources = v1.resource.strict().array().parse(company.body);
    expect(resources).toHaveLength(25);
    expect(resources.find(({ name }) => name === 'Trades')).toMatchObject({ except: ['update'] });
    const versions = await call('GET', `${V1}/resources/api_versions`);
    expect(versions.body).toEqual(['v2.0', 'v3.0', 'v4.0']);
  });
});

describe('REST v2.0', () => {
  it.each(['company', 'project'])(
    'takes a hook from its creation to its deletion: %s',
    async (level) => {
      const other = await insertCompany(world, 'Walk');
      token = await client.signIn(other.companyId);
      const project = level === 'project' ? `/projects/${other.projectId}` : '';
      const base = `/rest/v2.0/companies/${other.companyId}${project}/webhooks`;
      const [name, second] = level === 'project' ? ['RFIs', 'Drawings'] : ['Offices', 'Programs'];
      const body = { payload_version: 'v4.0', namespace: 'acme', destination_url: DESTINATION };

      const created = await call('POST', `${base}/hooks`, { ...body, max_in_flight: 3 });
      expect(created.status).toBe(201);
      const hook = v2.hook.strict().parse((created.body as { data: unknown }).data);
      expect(hook).toMatchObject({
        health: 'no_triggers',
        max_in_flight: 3,
        payload_version: 'v4.0',
      });
      expect([hook.company_id === null, hook.project_id === null]).toEqual(
        level === 'project' ? [true, false] : [false, true],
      );
      await call('POST', `${base}/hooks`, body);
      const page = await call('GET', `${base}/hooks`, undefined, 'namespace=acme&per_page=1');
      expect(page).toMatchObject({ status: 200, headers: { total: '2', 'per-page': '1' } });
      expect(page.headers.link).toContain('namespace=acme&per_page=1&page=2>; rel="next"');
      v2.hook
        .strict()
        .array()
        .parse((page.body as { data: unknown }).data);

      const path = `${base}/hooks/${hook.id}`;
      const one = { resource_name: name, event_type: 'create', api_version: 'v2' };
      expect((await call('POST', `${path}/triggers`, one)).status).toBe(201);
      const bulk = [one, { resource_name: second, event_type: 'create' }];
      const all = await call('POST', `${path}/triggers/bulk`, bulk);
      expect(all.status).toBe(201);
      const triggers = v2.trigger
        .strict()
        .array()
        .parse((all.body as { data: unknown }).data);
      const some = await call('POST', `${path}/triggers/bulk`, [one, { resource_name: 'No' }]);
      expect(some).toMatchObject({ status: 207, body: { data: [{ id: {} }, { code: '400' }] } });
      const ids = triggers.map(({ id }) => id);
      expect(await call('DELETE', `${path}/triggers/bulk`, [...ids, '1'])).toMatchObject({
        status: 207,
        body: { data: { succeeded: ids, failed: ['1'] } },
      });

      const disabled = await call('PATCH', path, { status: 'disabled' });
      expect(disabled.body).toMatchObject({ data: { status: 'disabled', health: 'disabled' } });
      expect(await call('DELETE', path)).toMatchObject({ status: 204, body: null });
      expect(await call('GET', path)).toMatchObject({
        status: 404,
        body: { error: { code: 'NOT_FOUND', details: [] } },
      });
    },
  );

  it('names every bad field by its name on the wire', async () => {
    const base = `/rest/v2.0/companies/${tenant.companyId}/webhooks/hooks`;
    token = await client.signIn(tenant.companyId);
    const bad = {
      payload_version: 'v9',
      namespace: 'acme',
      destination_url: 7,
      timeout_seconds: 99,
    };
    const shape = await call('POST', base, bad);
    expect(shape.status).toBe(400);
    const { error } = shape.body as { error: { details: { field: string }[] } };
    expect(error.details.map(({ field }) => field).sort()).toEqual([
      'destination_url',
      'payload_version',
      'timeout_seconds',
    ]);
    const rules = await call('POST', base, {
      payload_version: 'v2',
      namespace: 'acme',
      destination_url: 'http://example.com',
      destination_headers: { Host: 'x' },
    });
    expect(rules.body).toMatchObject({
      error: {
        details: [
          { reason_code: 'SCHEME_NOT_ALLOWED', field: 'destination_url' },
          { reason_code: 'NAME_RESERVED', field: 'destination_headers.Host' },
        ],
      },
    });
  });
});
