import { createTestEngine, type TestEngine } from '@tests/factories/engine';
import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EngineSql } from '@/server/db/client';
import { createSender, type Sender } from '@/server/gateways/sender/sender';
import { claim } from './claim';
import { record } from './record';
import { sendClaimed } from './send-claimed';

const database = useDatabase();
const HOOKS = 300;
const EVENTS = 20;
let world: World;
let engine: TestEngine;
let receiver: Receiver;
let sender: Sender;

beforeAll(async () => {
  world = createWorld(database.url);
  engine = createTestEngine(world);
  receiver = await startReceiver();
  sender = createSender({ version: '0' });
  const busy = await insertCompany(world);
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
  await sender.close();
  await receiver.close();
  await world.db.close();
});

/** The tables that this work has read from end to end, as Postgres counted in its transaction. */
async function scannedBy(work: (tx: EngineSql) => Promise<unknown>): Promise<string[]> {
  return (await world.db.engine.begin(async (tx) => {
    // What the session has not reported yet of earlier transactions is among it.
    const counts = async () => {
      const rows = await tx<{ name: string; scans: number }[]>`
        SELECT relname AS name, seq_scan::integer AS scans FROM pg_stat_xact_user_tables
        WHERE schemaname = 'gancho'`;
      return new Map(rows.map(({ name, scans }) => [name, scans]));
    };
    const before = await counts();
    await work(tx as unknown as EngineSql);
    const after = await counts();
    return [...after].flatMap(([name, scans]) => (scans > (before.get(name) ?? 0) ? [name] : []));
  })) as string[];
}

async function newWorker(): Promise<number> {
  const [row] = await world.db.engine<{ id: number }[]>`
    SELECT gancho.register_worker('plans', 0) AS id`;
  return row?.id ?? 0;
}

it('a claim reads no table from end to end, however many hooks there are', async () => {
  const worker = await newWorker();
  const scanned = await scannedBy(
    (tx) => tx`SELECT FROM gancho.claim(${worker}::integer, 200, 100, 1000000, 200, 30)`,
  );
  expect(scanned).toEqual([]);
});

it('nor does recording what came back', async () => {
  const worker = await newWorker();
  const claimed = await claim(world.db, worker, { quick: 200, slow: 100, bytes: 1e6 }, 30);
  expect(claimed.length).toBeGreaterThan(0);
  const results = await Promise.all(
    claimed.map(async (one) => ({
      claimed: one,
      record: await sendClaimed(sender, world.services.clock, one, null),
    })),
  );
  const scanned = await scannedBy((tx) => {
    // Within the transaction that is looked at.
    const engine = { begin: (work: (own: EngineSql) => Promise<unknown>) => work(tx) };
    return record({ ...world.db, engine: engine as unknown as EngineSql }, worker, 0, results);
  });
  expect(scanned).toEqual([]);
});
