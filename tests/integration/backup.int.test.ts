import { stat } from 'node:fs/promises';
import { createTestEngine, type TestEngine } from '@tests/factories/engine';
import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { contentsOf, useBackupStage } from '@tests/support/backup-stage';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '@/server/db/migrate';
import { setUpInstance } from '@/server/services/setup';

const stage = useBackupStage();
const secretKey = Buffer.alloc(32, 'backup');
/** Rows of the old instance's processes, which a restore does not take over. */
const OF_PROCESSES = ['workers', 'engine_heartbeat', 'engine_troubles'];
let source: string;
let world: World;
let engine: TestEngine;
let receiver: Receiver;
let place: { companyId: number; projectId: number };

beforeAll(async () => {
  source = await stage.make();
  await migrate({ url: source });
  world = createWorld(source, secretKey);
  await setUpInstance({
    ctx: world.ctx,
    input: {
      secretKey,
      secretKeyPrevious: null,
      admin: { email: 'admin@example.com', password: 'correct horse' },
      wantsSample: true,
      publicUrl: 'http://127.0.0.1:3000',
    },
  });
  engine = createTestEngine(world);
  receiver = await startReceiver();
  place = await insertCompany(world, 'Déjà\tvu \\. "\\N"\nSons');
  await insertHook(world, { ...place, destinationUrl: receiver.url });
  await engine.publish(place, [1, 2, 3], { text: 'tab\t, \\n, 🏗', null: null });
  await engine.dispatch();
  await fillTheRest(source);
});
afterAll(async () => {
  await engine.close();
  await receiver.close();
  await world.db.close();
});

/** One row at least in each table that the sample and the engine have left empty. */
async function fillTheRest(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.begin(async (tx) => {
    await tx`SET LOCAL ROLE gancho_engine`;
    const [at] = await tx<{ company: string; hook: string; user: string }[]>`
      SELECT h.company_id AS company, h.id AS hook, (SELECT min(id) FROM gancho.users) AS "user"
      FROM gancho.hooks h ORDER BY h.id DESC LIMIT 1`;
    if (at === undefined) throw new Error('no hook');
    const { company, hook, user } = at;
    await tx`
      WITH c AS (
        INSERT INTO gancho.api_clients (company_id, name, client_id, scopes, project_ids)
        VALUES (${company}, 'ERP', 'erp', '{hooks:read}', '{1,2}') RETURNING id
      ), s AS (
        INSERT INTO gancho.api_client_secrets (company_id, api_client_id, secret_hash)
        SELECT ${company}, c.id, 'hash' FROM c RETURNING id
      ), k AS (
        INSERT INTO gancho.idempotent_requests (company_id, api_client_id, key, fingerprint)
        SELECT ${company}, c.id, 'key', 'print' FROM c
      )
      INSERT INTO gancho.access_tokens (token_hash, company_id, api_client_id, secret_id, scopes, expires_at)
      SELECT 'token', ${company}, c.id, s.id, '{hooks:read}', 'infinity' FROM c, s`;
    await tx`INSERT INTO gancho.sign_in_links (token_hash, user_id, expires_at) VALUES ('link', ${user}, 'infinity')`;
    await tx`INSERT INTO gancho.sessions (user_id, expires_at) VALUES (${user}, now())`;
    await tx`
      INSERT INTO gancho.resources (company_id, name, level, category, tool, event_types)
      VALUES (${company}, 'Cranes', 'project', 'Core', 'Custom', '{create}')`;
    await tx`
      INSERT INTO gancho.notifications (company_id, user_id, hook_id, kind, change_key)
      VALUES (${company}, ${user}, ${hook}, 'failing', 'one')`;
    await tx`INSERT INTO gancho.idempotency_keys VALUES (${company}, 'once', 1)`;
    await tx`INSERT INTO gancho.pending_events VALUES (1, ${company}, '{1,2}')`;
    await tx`
      INSERT INTO gancho.discards (hook_id, delivery_id, company_id)
      SELECT hook_id, id, company_id FROM gancho.deliveries ORDER BY id DESC LIMIT 1`;
    await tx`
      INSERT INTO gancho.inspector_requests (inspector_id, company_id, method, headers, body, body_bytes, verdict, answered_status)
      SELECT id, company_id, 'POST', '{}', 'body', 4, '{}', 200 FROM gancho.inspectors LIMIT 1`;
    await tx`INSERT INTO gancho.engine_troubles (source, code) VALUES ('worker', 'no_route')`;
    await tx`SELECT gancho.sweep('embedded')`;
  });
  await sql.end();
}

it('has every table as it was at one moment, while events are published, delivered and deleted', async () => {
  const before = await contentsOf(source);
  const empty = Object.keys(before).filter((name) => before[name]?.rows === 0);
  expect(empty, 'every table has a row that can be lost').toEqual([]);

  let isUnderWay = false;
  const path = await stage.backUp(source, async () => {
    if (isUnderWay) return;
    isUnderWay = true;
    await engine.publish(place, [4, 5, 6]);
    await engine.dispatch();
    await world.db.engine`SELECT gancho.forget_days(1000000, '{}')`;
  });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const after = await contentsOf(source);
  for (const name of ['events', 'deliveries', 'attempts', 'hook_hours', 'notifications']) {
    expect(after[name], name).not.toEqual(before[name]);
  }

  const target = await stage.make();
  const done = await stage.restore(path, target);
  const restored = await contentsOf(target);
  const expected = Object.fromEntries(
    Object.entries(before).filter(([name]) => !OF_PROCESSES.includes(name)),
  );
  expect(restored).toMatchObject(expected);
  for (const name of OF_PROCESSES) expect(restored[name], name).toMatchObject({ rows: 0 });
  expect(Object.keys(restored)).toEqual(Object.keys(before));
  for (const { table, rows } of done.tables) expect(rows, table).toBe(before[table]?.rows);
});

it('leaves rights, row security, sequences and partitions as a migration makes them', async () => {
  const target = await stage.make();
  await stage.restore(await stage.backUp(source), target);
  const [of, restored] = await Promise.all([describeSchema(source), describeSchema(target)]);
  expect(restored).toEqual(of);
  expect(await migrate({ url: target })).toEqual([]);

  const copy = createWorld(target, secretKey);
  const made = await insertCompany(copy, 'The next');
  expect(made.companyId).toBe((await insertCompany(world, 'The next')).companyId);
  const again = createTestEngine(copy);
  await again.publish(made, [1]);
  await engine.publish(place, [7]);
  const lastEvent = 'SELECT max(id) AS id FROM gancho.events';
  const newest = async ({ db }: World) =>
    db.asSystem(async (tx) => Number((await tx.execute<{ id: string }>(lastEvent))[0]?.id));
  // What the old instance publishes after the backup takes no id of the new one.
  expect(await newest(copy)).toBeGreaterThan((await newest(world)) + 1_000_000);
  await again.close();
  await copy.db.close();
});

async function describeSchema(url: string) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql`
      SELECT c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, c.relacl::text,
        pg_get_userbyid(c.relowner) AS owner, pg_get_expr(c.relpartbound, c.oid) AS bound
      FROM pg_class c WHERE c.relnamespace = 'gancho'::regnamespace ORDER BY 1`;
  } finally {
    await sql.end();
  }
}
