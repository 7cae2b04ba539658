import { answer } from '@tests/factories/answer';
import { claimUpTo } from '@tests/factories/claims';
import { createTestEngine, type TestEngine } from '@tests/factories/engine';
import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EngineSql } from '@/server/db/client';
import { projects } from '@/server/db/schema';
import { record } from './recorder';

const database = useDatabase();
const HOOKS = 300;
const EVENTS = 20;
let world: World;
let busy: { companyId: number; projectId: number };
let engine: TestEngine;
let receiver: Receiver;

beforeAll(async () => {
  world = createWorld(database.url);
  engine = createTestEngine(world);
  receiver = await startReceiver();
  busy = await insertCompany(world);
  for (let i = 0; i < HOOKS; i += 1) {
    await insertHook(world, { ...busy, destinationUrl: receiver.url });
  }
  await engine.publish(
    busy,
    Array.from({ length: EVENTS }, (_, i) => i),
  );
  await engine.dispatchOnly();
  await world.db.engine`ANALYZE`;
});
afterAll(async () => {
  await engine.close();
  await receiver.close();
  await world.db.close();
});

type Reads = { name: string; scans: number; rows: number };

/** The sequential scans and the rows found by an index, for each table, as Postgres counted them in the transaction. */
async function readsOf(work: (tx: EngineSql) => Promise<unknown>): Promise<Reads[]> {
  return (await world.db.engine.begin(async (tx) => {
    // The counts include what the session has not reported yet of earlier transactions.
    const counts = () => tx<Reads[]>`
      SELECT relname AS name, seq_scan::integer AS scans, coalesce(idx_tup_fetch, 0)::integer AS rows
      FROM pg_stat_xact_user_tables WHERE schemaname = 'gancho'`;
    const before = new Map((await counts()).map((table) => [table.name, table]));
    await work(tx as unknown as EngineSql);
    return (await counts()).map(({ name, scans, rows }) => ({
      name,
      scans: scans - (before.get(name)?.scans ?? 0),
      rows: rows - (before.get(name)?.rows ?? 0),
    }));
  })) as Reads[];
}

const scannedBy = async (work: (tx: EngineSql) => Promise<unknown>) =>
  (await readsOf(work)).filter(({ scans }) => scans > 0).map(({ name }) => name);

async function newWorker(): Promise<number> {
  const [row] = await world.db.engine<{ id: number }[]>`
    SELECT gancho.register_worker('plans') AS id`;
  return row?.id ?? 0;
}

it('a claim never scans a whole table, however many hooks there are', async () => {
  const worker = await newWorker();
  const scanned = await scannedBy(
    (tx) =>
      tx`SELECT FROM gancho.claim(${worker}::integer, 200, 100, 1000000, 200, 30, '{}', '{}')`,
  );
  expect(scanned).toEqual([]);
});

it('fan-out reads only the triggers of the event’s own project', async () => {
  const { companyId } = busy;
  const [project] = await world.db.asSystem((tx) =>
    tx.insert(projects).values({ companyId, name: 'Quiet' }).returning(),
  );
  const quiet = { companyId, projectId: project?.id ?? 0 };
  await insertHook(world, { ...quiet, destinationUrl: receiver.url });
  await engine.publish(quiet, [0, 1]);
  const reads = await readsOf((tx) => tx`SELECT FROM gancho.dispatch(500, 500)`);
  expect(reads.filter(({ scans }) => scans > 0)).toEqual([]);
  const rowsOf = (table: string) => reads.find(({ name }) => name === table)?.rows;
  // Once to count the rows, once to match each event.
  expect(rowsOf('triggers')).toBe(3);
  expect(rowsOf('hooks')).toBe(2);
});

it('fan-out that claims the new deliveries never scans a whole table', async () => {
  const worker = await newWorker();
  const little = await insertCompany(world);
  await insertHook(world, { ...little, destinationUrl: receiver.url });
  await engine.publish(little, [0, 1]);
  const reads = await readsOf(
    (tx) => tx`
      SELECT FROM gancho.dispatch_and_claim(500, 500, 0, 100, ${worker}::integer, 16, 8, 1000000, 30, '{}', '{}')`,
  );
  expect(reads.filter(({ scans }) => scans > 0)).toEqual([]);
  expect(reads.find(({ name }) => name === 'queue')?.rows).toBeGreaterThan(0);
});

it('recording results never scans a whole table', async () => {
  const worker = await newWorker();
  const claimed = await claimUpTo(world.db.engine, worker, { quick: 200, slow: 100 });
  expect(claimed.length).toBeGreaterThan(0);
  const results = claimed.map((one) => ({ claimed: one, record: answer('failure') }));
  const scanned = await scannedBy((tx) => {
    // Runs within the transaction that the test measures.
    return record(tx, worker, results);
  });
  expect(scanned).toEqual([]);
});
