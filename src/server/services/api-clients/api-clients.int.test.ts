import { createRestClient } from '@tests/factories/rest-client';
import { asEngine, createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CreatedApiClient } from '@/contracts/api-clients';
import type { Actor } from '../actor';
import {
  createClient,
  endPreviousSecret,
  listClients,
  revokeClient,
  rotateClientSecret,
} from './index';

const DAY_MS = 86_400_000;
const database = useDatabase();
let world: World;
let rest: ReturnType<typeof createRestClient>;
let companyId: number;
let projectId: number;
let client: CreatedApiClient;

beforeAll(() => {
  world = createWorld(database.url);
  rest = createRestClient(world);
});
beforeEach(async () => {
  ({ companyId, projectId } = await insertCompany(world));
  const input = { companyId, name: 'ERP', projectIds: [projectId] };
  client = await createClient({ ctx: world.ctx, input });
});
afterAll(() => world.db.close());

const at = () => ({ companyId, apiClientId: client.id });
const rotate = () => rotateClientSecret({ ctx: world.ctx, input: at() });
const list = async () => (await listClients({ ctx: world.ctx, input: { companyId } })).items;

async function works(clientSecret: string): Promise<boolean> {
  const { status } = await rest.call('POST', '/oauth/token', null, {
    body: {
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: clientSecret,
    },
  });
  expect([200, 401]).toContain(status);
  return status === 200;
}

describe('secrets of a client', () => {
  it('are valid two at a time: the old one in addition to the new one, for seven days', async () => {
    const { clientSecret, previousSecretUntil } = await rotate();
    expect(await works(client.clientSecret)).toBe(true);
    expect(await works(clientSecret)).toBe(true);
    expect((await list())[0]).toMatchObject({ previousSecretUntil });
    expect(Math.round((previousSecretUntil.getTime() - Date.now()) / DAY_MS)).toBe(7);

    await asEngine(
      world.db,
      (tx) =>
        tx`UPDATE gancho.api_client_secrets SET expires_at = now() WHERE api_client_id = ${client.id} AND expires_at IS NOT NULL`,
    );
    expect(await works(client.clientSecret)).toBe(false);
    expect(await works(clientSecret)).toBe(true);
    expect((await list())[0]).toMatchObject({ previousSecretUntil: null });
  });

  it('are never valid three at a time', async () => {
    const second = await rotate();
    const third = await rotate();
    expect(await works(client.clientSecret)).toBe(false);
    expect(await works(second.clientSecret)).toBe(true);
    expect(await works(third.clientSecret)).toBe(true);
  });

  it('of two concurrent rotations both work, and the first secret is ended', async () => {
    const [one, other] = await Promise.all([rotate(), rotate()]);
    expect(await works(one.clientSecret)).toBe(true);
    expect(await works(other.clientSecret)).toBe(true);
    expect(await works(client.clientSecret)).toBe(false);
  });

  it('end when an admin ends them, and only the newest stays', async () => {
    const { clientSecret } = await rotate();
    await endPreviousSecret({ ctx: world.ctx, input: at() });
    expect(await works(client.clientSecret)).toBe(false);
    expect(await works(clientSecret)).toBe(true);
    const again = endPreviousSecret({ ctx: world.ctx, input: at() });
    await expect(again).rejects.toMatchObject({ code: 'not_found' });
  });

  it('cannot be rotated after the client is revoked', async () => {
    await revokeClient({ ctx: world.ctx, input: at() });
    await expect(rotate()).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the list', () => {
  it('shows live ones first with scopes, projects and use, and no secret', async () => {
    const second = await createClient({
      ctx: world.ctx,
      input: { companyId, name: 'Reader', scopes: ['hooks:read'] },
    });
    const { clientSecret } = await rotate();
    await works(clientSecret);
    await revokeClient({ ctx: world.ctx, input: { companyId, apiClientId: second.id } });
    const items = await list();
    expect(items).toMatchObject([
      {
        id: client.id,
        projects: [{ id: projectId }],
        lastUsedAt: expect.any(Date),
        revokedAt: null,
      },
      { id: second.id, scopes: ['hooks:read'], projects: null, lastUsedAt: null },
    ]);
    expect(items[1]?.revokedAt).toBeInstanceOf(Date);
    expect(JSON.stringify(items)).not.toContain('gcs_');
  });

  it('is only for people with the Admin role of the whole company', async () => {
    const as = (actor: Actor) =>
      listClients({ ctx: { ...world.ctx, actor }, input: { companyId } });
    const person = (role: 'admin' | 'member', of: number | null): Actor => ({
      kind: 'user',
      userId: 1,
      roles: [{ companyId, projectId: of, role }],
    });
    expect((await as(person('admin', null))).items).toHaveLength(1);
    await expect(as(person('member', null))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(as(person('admin', projectId))).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the time of the last use', () => {
  const lastUsed = async () => (await list())[0]?.lastUsedAt?.getTime() ?? 0;
  const usedBefore = (seconds: number) =>
    asEngine(
      world.db,
      (tx) =>
        tx`UPDATE gancho.api_clients SET last_used_at = now() - make_interval(secs => ${seconds}) WHERE id = ${client.id}`,
    );

  it('is written once a minute at most', async () => {
    await usedBefore(30);
    const before = await lastUsed();
    await works(client.clientSecret);
    expect(await lastUsed()).toBe(before);
    await usedBefore(90);
    const earlier = await lastUsed();
    await works(client.clientSecret);
    expect(await lastUsed()).toBeGreaterThan(earlier);
  });

  it('changes with calls with a token as well', async () => {
    const token = await rest.signIn(companyId);
    const [newest] = await list();
    await asEngine(
      world.db,
      (tx) => tx`UPDATE gancho.api_clients SET last_used_at = NULL WHERE id = ${newest?.id ?? 0}`,
    );
    await rest.call('GET', '/oauth/token/info', token);
    expect((await list())[0]?.lastUsedAt).toBeInstanceOf(Date);
  });
});

it('a company has 200 live clients at most, also when two are made at once', async () => {
  await asEngine(
    world.db,
    (tx) => tx`
      INSERT INTO gancho.api_clients (company_id, name, client_id, scopes)
      SELECT ${companyId}::bigint, 'One of many', ${companyId}::text || ' ' || n, '{hooks:read}'
      FROM generate_series(1, 198) AS n`,
  );
  const make = () => createClient({ ctx: world.ctx, input: { companyId, name: 'Last' } });
  const made = await Promise.allSettled([make(), make(), make()]);
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
