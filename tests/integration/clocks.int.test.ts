import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestEngine, type TestEngine } from '@tests/factories/engine';
import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  TEST_KEY,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { canSetClocks, OwnClocks } from '@tests/support/own-clocks';
import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { useWorkers, type WorkerProcess } from '@tests/support/worker-process';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { dayOfId, firstIdOfDay } from '@/domain/ids';

const WORKER = 'worker under test';
const PATIENCE = { timeout: PATIENCE_MS, interval: 50 };
const LIMIT_MS = 150_000;
const DAYS_BACK = 27;

const database = useDatabase();
const workers = useWorkers();
let folder: string;
let clocks: OwnClocks;
let world: World;
let engine: TestEngine;
let receiver: Receiver;
let tenant: { companyId: number; projectId: number };
let worker: WorkerProcess | null = null;

beforeAll(async () => {
  expect(canSetClocks, 'Debian: apt-get install faketime').toBe(true);
  folder = await mkdtemp(join(tmpdir(), 'gancho-clock-'));
  clocks = new OwnClocks(folder);
  world = createWorld(database.url, TEST_KEY);
  engine = createTestEngine(world);
  tenant = await insertCompany(world);
  receiver = await startReceiver();
  await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  await engine.publish(tenant, [0]);
  await engine.dispatchOnly();
  await copyToEarlierDays();
  await asEngine(world.db, (tx) => tx`DELETE FROM gancho.queue`);
});
afterAll(async () => {
  await engine.close();
  await world.db.close();
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  receiver.requests.length = 0;
});
afterEach(async () => {
  await worker?.stop();
  worker = null;
});

/** Copies an event to each of the kept days. */
async function copyToEarlierDays(): Promise<void> {
  const [first] = await asEngine(
    world.db,
    (tx) => tx<{ id: number }[]>`SELECT id FROM gancho.events`,
  );
  const today = dayOfId(first?.id ?? 0);
  for (let day = today - DAYS_BACK; day < today; day += 1) {
    await world.db.engine`SELECT gancho.create_partitions(${day}::integer)`;
    await asEngine(
      world.db,
      (tx) => tx`
        INSERT INTO gancho.events (id, company_id, ulid, resource_name, resource_level, resource_id, event_type, occurred_at, recorded_at)
        SELECT ${firstIdOfDay(day) + 1}, company_id, ulid, resource_name, resource_level, resource_id, event_type, occurred_at, recorded_at
        FROM gancho.events WHERE id = ${first?.id ?? 0}`,
    );
  }
}

async function startWorker(
  clock: string,
  env: Record<string, string> = {},
): Promise<WorkerProcess> {
  await setClock(clock);
  worker = await workers.start({
    databaseUrl: database.url,
    secretKey: TEST_KEY,
    name: WORKER,
    env: { ...clocks.env(WORKER), ...env },
  });
  return worker;
}

const setClock = (clock: string) => clocks.set(WORKER, clock);

const troubles = () =>
  asEngine(
    world.db,
    (tx) => tx<{ code: string; params: Record<string, number> }[]>`
      SELECT code, params FROM gancho.engine_troubles ORDER BY code`,
  );

const skewSeconds = async () =>
  (await troubles()).find(({ code }) => code === 'clock_skew')?.params.seconds;

const overdue = async () => {
  const rows = await asEngine(
    world.db,
    (tx) => tx`
      SELECT FROM gancho.queue WHERE attempt = 0 AND due_at < clock_timestamp() - interval '3 seconds'`,
  );
  return rows.length;
};

/** The days with events, counted back from today. */
async function daysBack(): Promise<number[]> {
  const rows = await asEngine(
    world.db,
    (tx) => tx<{ ago: number }[]>`
      SELECT DISTINCT gancho.day_of(clock_timestamp()) - (id >> 37)::integer AS ago FROM gancho.events ORDER BY 1`,
  );
  return rows.map(({ ago }) => ago);
}

const beats = async () => {
  const [row] = await asEngine(
    world.db,
    (tx) => tx<{ swept: number; purged: number }[]>`
      SELECT extract(epoch FROM swept_at)::float8 AS swept, extract(epoch FROM purged_at)::float8 AS purged
      FROM gancho.engine_heartbeat`,
  );
  return row ?? { swept: 0, purged: 0 };
};

const ALL_DAYS = Array.from({ length: DAYS_BACK + 1 }, (_, ago) => ago);

it.each([60, -60])(
  'a clock %i days off at the start: nothing is dropped or sent, and all continues once it is right',
  async (days) => {
    const before = await beats();
    const { log } = await startWorker(days > 0 ? `+${days}d` : `${days}d`);
    await expect.poll(async () => (await beats()).purged, PATIENCE).toBeGreaterThan(before.purged);
    await expect.poll(skewSeconds, PATIENCE).toBeDefined();
    expect(Math.abs(((await skewSeconds()) ?? 0) - days * 86_400)).toBeLessThan(5);
    await engine.publish(tenant, [1, 2, 3]);
    // Overdue by far more than a claim takes.
    await expect.poll(overdue, PATIENCE).toBe(3);
    expect(await daysBack()).toEqual(ALL_DAYS);
    expect(receiver.requests).toEqual([]);
    expect(log.filter(({ msg }) => msg.includes("machine's clock is wrong"))).toHaveLength(1);

    await setClock('+0');
    await receiver.waitFor(3, 20_000);
    await expect.poll(skewSeconds, PATIENCE).toBeUndefined();
    const timestamps = receiver.requests.map(({ headers }) => Number(headers['webhook-timestamp']));
    for (const seconds of timestamps)
      expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(30);
  },
  LIMIT_MS,
);

it(
  'a clock that jumps while the worker runs, both ways: sending stops and continues, sweeps never stop',
  async () => {
    await startWorker('+0');
    await engine.publish(tenant, [10]);
    await receiver.waitFor(1, 20_000);
    for (const [jump, sign] of [
      ['+60d', 1],
      ['-60d', -1],
    ] as const) {
      await setClock(jump);
      await expect.poll(async () => Math.sign((await skewSeconds()) ?? 0), PATIENCE).toBe(sign);
      const sent = receiver.requests.length;
      await engine.publish(tenant, [11]);
      await setClock('+0');
      await receiver.waitFor(sent + 1, 20_000);
      await expect.poll(skewSeconds, PATIENCE).toBeUndefined();
    }
    expect(await daysBack()).toEqual(ALL_DAYS);
    const { swept } = await beats();
    await setClock('+60d');
    await expect
      .poll(async () => (await beats()).swept, { timeout: 70_000, interval: 500 })
      .toBeGreaterThan(swept);
  },
  LIMIT_MS,
);

it(
  'a retention lowered from 28 days to 7 and raised to 40: nothing is lost without confirmation',
  async () => {
    await startWorker('+0', { GANCHO_RETENTION_DAYS: '7' });
    await expect
      .poll(async () => (await troubles()).map(({ code }) => code), PATIENCE)
      .toEqual(['purge_refused']);
    expect((await troubles())[0]?.params.days).toBe(DAYS_BACK - 7);
    await worker?.stop();
    await startWorker('+0', { GANCHO_RETENTION_DAYS: '40' });
    await expect.poll(troubles, PATIENCE).toHaveLength(0);
    expect(await daysBack()).toEqual(ALL_DAYS);
  },
  LIMIT_MS,
);
