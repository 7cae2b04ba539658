import { asEngine, createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDestinationPolicy } from '@/server/gateways/sender/destination-settings';
import { listDeliveries } from '../delivery-history';
import { createHook, deleteHook, getHook, listHooks, updateHook } from '.';
import { openHeaders, openSigningSecret } from './hook-secrets';

const database = useDatabase();
let world: World;
let companyId: number;
let projectId: number;

beforeAll(() => {
  world = createWorld(database.url);
});
beforeEach(async () => {
  ({ companyId, projectId } = await insertCompany(world));
});
afterAll(() => world.db.close());

const create = (changes: object = {}) =>
  createHook({
    ctx: world.ctx,
    input: {
      companyId,
      projectId: null,
      payloadVersion: 'v2.0',
      destinationUrl: 'https://example.com:8443/hooks',
      ...changes,
    },
  });
const at = (hookId: number) => ({ companyId, projectId: null, hookId });

async function row(table: string, column: string, value: number) {
  return asEngine(world.db, async (tx) => {
    const rows = await tx`
      SELECT * FROM ${tx(`gancho.${table}`)} WHERE ${tx(column)} = ${value}`;
    return rows[0] ?? {};
  });
}

describe('createHook', () => {
  it('makes a hook that is disabled from the start', async () => {
    const hook = await create({ status: 'disabled' });
    expect(hook).toMatchObject({ status: 'disabled', disabledReason: 'admin', health: 'disabled' });
    expect(await row('hook_queue', 'hook_id', hook.id)).toMatchObject({ is_enabled: false });
  });

  it('uses the beginning of a host that is longer than a name may be', async () => {
    const { name } = await create({ destinationUrl: `https://${'a.'.repeat(126)}com/` });
    expect(name).toBe('a.'.repeat(100));
  });

  it('uses the host as name and procore as namespace, and returns its secret once', async () => {
    const hook = await create();
    expect(hook).toMatchObject({
      name: 'example.com:8443',
      namespace: 'procore',
      status: 'active',
      health: 'no_triggers',
      triggerCount: 0,
      maxInFlight: 10,
    });
    const stored = await row('hook_secrets', 'hook_id', hook.id);
    const opened = openSigningSecret(world.services.secretBox, hook, stored.secret_sealed);
    expect(opened).toBe(hook.signingSecret);
    expect(await getHook({ ctx: world.ctx, input: at(hook.id) })).not.toHaveProperty(
      'signingSecret',
    );
  });

  it('stores headers encrypted and shows them masked, except those marked as public', async () => {
    const destinationHeaders = {
      Authorization: 'Bearer secret-12345',
      'X-Site': 'value-of-site-7',
      'X-Short': 'short',
      'X-Source': 'the source',
    };
    const hook = await create({ destinationHeaders, publicHeaders: ['x-source'] });
    expect(Object.fromEntries(hook.destinationHeaders)).toEqual({
      Authorization: '*****12345',
      'X-Site': '*****ite-7',
      'X-Short': '*****',
      'X-Source': 'the source',
    });
    expect(hook.publicHeaders).toEqual(['X-Source']);
    const stored = await row('hooks', 'id', hook.id);
    for (const secret of ['secret-12345', 'value-of-site-7', 'short']) {
      expect(JSON.stringify(stored)).not.toContain(secret);
    }
    expect(openHeaders(world.services.secretBox, hook, stored.headers_sealed)).toEqual(
      destinationHeaders,
    );
  });

  it('gives two hooks of one host different names', async () => {
    const destinationUrl = 'https://twice.example.com/hooks/';
    const names: string[] = [];
    for (let n = 0; n < 4; n += 1) names.push((await create({ destinationUrl })).name);
    expect(names).toEqual([
      'twice.example.com',
      'twice.example.com/hooks',
      'twice.example.com/hooks (2)',
      'twice.example.com/hooks (3)',
    ]);
    expect((await create({ destinationUrl, name: 'twice.example.com' })).name).toBe(
      'twice.example.com',
    );
  });

  it('gives the hook a queue with its limits', async () => {
    const hook = await create({ maxInFlight: 3, deliveryMode: 'in_order' });
    expect(await row('hook_queue', 'hook_id', hook.id)).toMatchObject({
      company_id: companyId,
      max_in_flight: 3,
      is_in_order: true,
      is_enabled: true,
    });
  });

  it.each([
    ['https://127.0.0.1:3000/rest', 'own_address'],
    ['https://169.254.169.254/', 'address_not_allowed'],
  ])(
    'refuses a destination that the sender would never reach: %s',
    async (destinationUrl, code) => {
      const destinations = createDestinationPolicy({
        allowedPrivateCidrs: ['127.0.0.0/8'],
        ownAddresses: [{ host: '127.0.0.1', port: 3000 }],
      });
      const ctx = { ...world.ctx, settings: { ...world.ctx.settings, destinations } };
      const hook = await create();
      const refusal = { code: 'invalid_input', details: [{ field: 'destinationUrl', code }] };
      const input = { companyId, projectId: null, payloadVersion: 'v2.0' as const, destinationUrl };
      await expect(createHook({ ctx, input })).rejects.toMatchObject(refusal);
      await expect(
        updateHook({ ctx, input: { ...at(hook.id), destinationUrl } }),
      ).rejects.toMatchObject(refusal);
      expect((await getHook({ ctx, input: at(hook.id) })).destinationUrl).toBe(hook.destinationUrl);
    },
  );

  it('refuses a project of another company and all_projects on a project', async () => {
    const other = await insertCompany(world, 'Other');
    await expect(create({ projectId: other.projectId })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(create({ projectId, allProjects: true })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('listHooks', () => {
  it('lists one tenant only: a company without its projects', async () => {
    const ours = await create();
    const projects = await create({ projectId, namespace: 'acme' });
    const list = (input: object) =>
      listHooks({ ctx: world.ctx, input: { companyId, projectId: null, ...input } });
    expect((await list({})).items.map(({ id }) => id)).toEqual([ours.id]);
    expect((await list({ projectId })).items.map(({ id }) => id)).toEqual([projects.id]);
    expect((await list({ projectId, namespace: 'procore' })).items).toEqual([]);
  });
});

describe('updateHook', () => {
  it('reports every change to senders and keeps the fields that are not given', async () => {
    const hook = await create({ destinationHeaders: { Authorization: 'Bearer 0123456789' } });
    const input = { ...at(hook.id), destinationUrl: 'https://example.org/' };
    const changed = await updateHook({ ctx: world.ctx, input });
    expect(changed).toMatchObject({ destinationUrl: 'https://example.org/', name: hook.name });
    expect(changed.destinationHeaders).toEqual(hook.destinationHeaders);
    expect(await row('hook_queue', 'hook_id', hook.id)).toMatchObject({ config_version: 2 });
  });

  it('keeps the secret when its masked form is written back', async () => {
    const hook = await create({ destinationHeaders: { Authorization: 'Bearer 0123456789' } });
    expect(hook.destinationHeaders).toEqual([['Authorization', '*****56789']]);
    for (const name of ['Authorization', 'authorization', 'AUTHORIZATION']) {
      const destinationHeaders = { [name]: '*****56789', 'X-Key': 'v' };
      await updateHook({ ctx: world.ctx, input: { ...at(hook.id), destinationHeaders } });
      const stored = await row('hooks', 'id', hook.id);
      expect(openHeaders(world.services.secretBox, hook, stored.headers_sealed)).toEqual({
        [name]: 'Bearer 0123456789',
        'X-Key': 'v',
      });
    }
  });

  it('refuses a mask without a stored value, also on creation', async () => {
    const hook = await create({ destinationHeaders: { Authorization: 'Bearer 0123456789' } });
    const bare = await create();
    const refusal = { details: [{ field: 'destinationHeaders.authorization', code: 'masked' }] };
    const destinationHeaders = { authorization: '*****12345' };
    for (const id of [hook.id, bare.id]) {
      const input = { ...at(id), destinationHeaders };
      await expect(updateHook({ ctx: world.ctx, input })).rejects.toMatchObject(refusal);
    }
    await expect(create({ destinationHeaders })).rejects.toMatchObject(refusal);
  });

  it('removes the headers for null', async () => {
    const hook = await create({ destinationHeaders: { Authorization: 'Bearer 0123456789' } });
    const input = { ...at(hook.id), destinationHeaders: null };
    expect((await updateHook({ ctx: world.ctx, input })).destinationHeaders).toEqual([]);
  });

  it('disables, and announces what is due when enabled again', async () => {
    const hook = await create();
    const set = (status: 'active' | 'disabled') =>
      updateHook({ ctx: world.ctx, input: { ...at(hook.id), status } });
    expect(await set('disabled')).toMatchObject({ health: 'disabled', disabledReason: 'admin' });
    expect(await row('hook_queue', 'hook_id', hook.id)).toMatchObject({ is_enabled: false });
    world.announced.length = 0;
    expect(await set('active')).toMatchObject({ status: 'active', disabledReason: null });
    expect(world.announced).toEqual(['gancho/deliveries.due']);
  });

  it('keeps values of headers out of the audit log', async () => {
    const hook = await create();
    const destinationHeaders = { Authorization: 'Bearer top-secret-9' };
    await updateHook({ ctx: world.ctx, input: { ...at(hook.id), destinationHeaders } });
    const logged = await asEngine(
      world.db,
      (tx) => tx`SELECT details FROM gancho.audit_log WHERE company_id = ${companyId}`,
    );
    expect(JSON.stringify(logged)).toContain('"destinationHeaders":"changed"');
    expect(JSON.stringify(logged)).not.toContain('cret-9');
  });
});

describe('deleteHook', () => {
  it('ends its triggers, disables its queue and keeps it readable, separate from the live ones', async () => {
    const hook = await create();
    await deleteHook({ ctx: world.ctx, input: at(hook.id) });
    const list = async (deleted?: boolean) => {
      const input = { companyId, projectId: null, ...(deleted ? { deleted } : {}) };
      return (await listHooks({ ctx: world.ctx, input })).items.map(({ id }) => id);
    };
    expect(await list()).toEqual([]);
    expect(await list(true)).toEqual([hook.id]);
    const read = await getHook({ ctx: world.ctx, input: at(hook.id) });
    expect(read.deletedAt).toBeInstanceOf(Date);
    const page = await listDeliveries({
      ctx: world.ctx,
      input: {
        ...at(hook.id),
        limit: 50,
        offset: 0,
        order: 'newest' as const,
      },
    });
    expect(page.items).toEqual([]);
    expect(await row('hook_queue', 'hook_id', hook.id)).toMatchObject({ is_enabled: false });
  });

  it('is final: nothing writes to it, and API clients do not find it', async () => {
    const hook = await create();
    await deleteHook({ ctx: world.ctx, input: at(hook.id) });
    const gone = { code: 'not_found' };
    const { ctx } = world;
    await expect(getHook({ ctx, input: { ...at(hook.id), liveOnly: true } })).rejects.toMatchObject(
      gone,
    );
    const update = updateHook({ ctx, input: { ...at(hook.id), status: 'active' } });
    await expect(update).rejects.toMatchObject(gone);
    await expect(deleteHook({ ctx, input: at(hook.id) })).rejects.toMatchObject(gone);
  });
});
