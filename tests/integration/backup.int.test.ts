import { stat } from 'node:fs/promises';
import { createTestEngine, type TestEngine } from '@tests/factories/engine';
import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { contentsOf, useBackupStage } from '@tests/support/backup-stage';
import { fillOtherTables } from '@tests/support/fill-tables';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgres } from '@/server/db/driver';
import { migrate } from '@/server/db/migrate';
import { setUpInstance } from '@/server/services/setup';

const stage = useBackupStage();
const secretKey = Buffer.alloc(32, 'backup');
/** Rows of the old instance's processes, which a restore does not copy. */
const OF_PROCESSES = ['workers', 'engine_heartbeat', 'engine_troubles'];
let source: string;
let world: World;
let engine: TestEngine;
let receiver: Receiver;
let tenant: { companyId: number; projectId: number };

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
  tenant = await insertCompany(world, 'Déjà\tvu \\. "\\N"\nSons');
  await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  await engine.publish(tenant, [1, 2, 3], { text: 'tab\t, \\n, 🏗', null: null });
  await engine.dispatch();
  await fillOtherTables(source);
});
afterAll(async () => {
  await engine.close();
  await receiver.close();
  await world.db.close();
});

it('has every table as it was at one moment, while events are published, delivered and deleted', async () => {
  const before = await contentsOf(source);
  const empty = Object.keys(before).filter((name) => before[name]?.rows === 0);
  expect(empty, 'every table has a row that can be lost').toEqual([]);

  let isUnderWay = false;
  const path = await stage.backUp(source, async () => {
    if (isUnderWay) return;
    isUnderWay = true;
    await engine.publish(tenant, [4, 5, 6]);
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
  await engine.publish(tenant, [7]);
  const lastEvent = 'SELECT max(id) AS id FROM gancho.events';
  const newest = async ({ db }: World) =>
    db.asSystem(async (tx) => Number((await tx.execute<{ id: string }>(lastEvent)).rows[0]?.id));
  // Events that the old instance publishes after the backup take no id of the new one.
  expect(await newest(copy)).toBeGreaterThan((await newest(world)) + 1_000_000);
  await again.close();
  await copy.db.close();
});

async function describeSchema(url: string) {
  const sql = openPostgres(url, { max: 1 });
  try {
    return await sql`
      SELECT c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.reloptions, c.relacl::text,
        pg_get_userbyid(c.relowner) AS owner, pg_get_expr(c.relpartbound, c.oid) AS bound
      FROM pg_class c WHERE c.relnamespace = 'gancho'::regnamespace ORDER BY 1`;
  } finally {
    await sql.end();
  }
}
