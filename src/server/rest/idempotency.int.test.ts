import { openRestWorld, type RestWorld } from '@tests/factories/rest-client';
import { asEngine, insertCompany } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { forThisMachine } from '@tests/support/patience.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres } from '@/server/db/driver';
import { purge } from '@/server/engine/maintenance/purge';

const database = useDatabase();
let rest: RestWorld;
let path: string;

beforeAll(async () => {
  rest = await openRestWorld(database.url);
  path = `/rest/v2.0/companies/${rest.tenant.companyId}/webhooks/hooks`;
});
afterAll(() => rest.world.db.close());

const hook = (namespace: string) => ({
  payload_version: 'v2.0',
  namespace,
  destination_url: 'https://example.com/hooks',
});
const create = (key: string, body: unknown, token = rest.token, at = path) =>
  rest.client.call('POST', at, token, { body, headers: { 'idempotency-key': key } });
const countOf = async (namespace: string) => {
  const query = `namespace=${namespace}`;
  const { headers } = await rest.client.call('GET', path, rest.token, { query });
  return headers.total;
};
const age = (key: string, interval: string, isUnanswered = false) =>
  asEngine(
    rest.world.db,
    (tx) => tx`
      UPDATE gancho.idempotent_requests SET created_at = now() - ${interval}::interval,
        status = CASE WHEN ${isUnanswered} THEN NULL ELSE status END
      WHERE key = ${key}`,
  );

describe('a POST with an Idempotency-Key', () => {
  it('is done once and answered alike, also its secret, which is stored sealed', async () => {
    const first = await create('once', hook('once'));
    const again = await create('once', hook('once'));
    expect(first.status).toBe(201);
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(again).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' } });
    expect(again.body).toEqual(first.body);
    expect(JSON.stringify(again.body)).toContain('whsec_');
    expect(await countOf('once')).toBe('1');
    const kept = await asEngine(
      rest.world.db,
      (tx) => tx`SELECT body_sealed FROM gancho.idempotent_requests`,
    );
    expect(JSON.stringify(kept)).not.toContain('whsec_');
  });

  it('is refused by 422 when the key was for another request', async () => {
    await create('mismatch', hook('mismatch'));
    expect(await create('mismatch', hook('other'))).toMatchObject({
      status: 422,
      body: { error: { code: 'IDEMPOTENCY_MISMATCH' } },
    });
    expect(await countOf('other')).toBe('0');
  });

  it('is refused by 409 while the first is being answered: only one of several is done', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => create('race', hook('race'))));
    const statuses = all.map(({ status }) => status);
    expect(statuses).toContain(201);
    expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
    expect(await countOf('race')).toBe('1');
    await age('race', '30 seconds', true);
    expect((await create('race', hook('race'))).status).toBe(409);
  });

  it('is repeated also for events that hold more values than other calls may', async () => {
    const { companyId, projectId } = rest.tenant;
    const event = { resource_name: 'RFIs', resource_id: 1, event_type: 'create' };
    const body = { ...event, project_id: projectId, data: { values: Array(6_000).fill(1) } };
    const publish = () =>
      create('large', body, rest.token, `/rest/v2.0/companies/${companyId}/events`);
    const first = await publish();
    expect(first.status).toBe(202);
    expect(await publish()).toMatchObject({
      status: 202,
      body: first.body,
      headers: { 'idempotent-replayed': 'true' },
    });
  });

  it('may be tried again when the process that was to answer it has died', async () => {
    await create('dead', hook('dead'));
    await age('dead', '2 minutes', true);
    expect((await create('dead', hook('dead'))).headers).not.toHaveProperty('idempotent-replayed');
  });

  it('leaves nothing when it is refused, and can be corrected under the same key', async () => {
    expect((await create('wrong', { ...hook('wrong'), destination_url: 7 })).status).toBe(400);
    expect((await create('wrong', hook('wrong'))).status).toBe(201);
    expect((await create('x'.repeat(256), hook('long'))).status).toBe(400);
  });

  it('answers a refusal in time while the database does not respond, and its key is free afterwards', async () => {
    const sql = openPostgres(database.url, { max: 1 });
    await sql.unsafe(`
      CREATE FUNCTION public.stand_still() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_advisory_xact_lock(1); RETURN OLD; END $$;
      CREATE TRIGGER stand_still BEFORE DELETE ON gancho.idempotent_requests
      FOR EACH ROW EXECUTE FUNCTION public.stand_still()`);
    await sql.begin(async (tx) => {
      await tx`SELECT pg_advisory_xact_lock(1)`;
      await tx`LOCK TABLE gancho.hooks IN ACCESS EXCLUSIVE MODE`;
      const startedMs = performance.now();
      expect((await create('stuck', hook('stuck'))).status).toBe(503);
      expect(performance.now() - startedMs).toBeLessThan(forThisMachine(2_000));
    });
    await expect.poll(async () => (await create('stuck', hook('stuck'))).status).toBe(201);
    await sql.unsafe('DROP FUNCTION public.stand_still() CASCADE');
    await sql.end();
  });

  it('means nothing to another client, of the same company or of another one', async () => {
    await create('shared', hook('shared'));
    const colleague = await rest.client.signIn(rest.tenant.companyId);
    expect((await create('shared', hook('shared'), colleague)).headers).not.toHaveProperty(
      'idempotent-replayed',
    );
    const { companyId } = await insertCompany(rest.world, 'Other');
    const stranger = await rest.client.signIn(companyId);
    const theirs = `/rest/v2.0/companies/${companyId}/webhooks/hooks`;
    expect((await create('shared', hook('shared'), stranger, theirs)).status).toBe(201);
  });

  it('is forgotten after a day', async () => {
    await create('old', hook('old'));
    await age('old', '25 hours');
    const { log } = rest.world.services;
    await purge(rest.world.db, { retentionDays: 28, log });
    const left = await asEngine(
      rest.world.db,
      (tx) => tx`SELECT key FROM gancho.idempotent_requests WHERE key IN ('old', 'once')`,
    );
    expect([...left]).toEqual([{ key: 'once' }]);
    expect((await create('old', hook('different'))).status).toBe(201);
  });

  it('works together with the keys of events', async () => {
    const events = `/rest/v2.0/companies/${rest.tenant.companyId}/events`;
    const event = { resource_name: 'Offices', resource_id: 1, event_type: 'create' };
    const first = await create('events', event, rest.token, events);
    const again = await create('events', event, rest.token, events);
    expect(first.status).toBe(202);
    expect(again.body).toEqual(first.body);
  });
});
