import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
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
import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { useWorkers } from '@tests/support/worker-process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sealSigningSecret } from '@/server/services/hooks/hook-secrets';

const PATIENCE = { timeout: PATIENCE_MS, interval: 100 };
const LIMIT_MS = 150_000;
const HOOKS = 3;
const EVENTS = 100;
/** Enough to start, but less than a full load needs. */
const FILES_AT_START = 1024;
/** In addition to the files that the worker has open: enough for a few requests at a time. */
const FILES_LEFT = 25;

const database = useDatabase();
const workers = useWorkers();
let world: World;
let engine: TestEngine;
let tenant: { companyId: number; projectId: number };

beforeAll(async () => {
  world = createWorld(database.url, TEST_KEY);
  engine = createTestEngine(world);
  tenant = await insertCompany(world);
});
afterAll(async () => {
  await engine.close();
  await world.db.close();
});

const rowsOf = <Row extends object>(query: string) =>
  asEngine(world.db, (tx) => tx.unsafe<Row[]>(query));

it(
  'a worker that runs out of files harms no hook: all arrives, and it says why it is slow',
  async () => {
    const receivers: Receiver[] = [];
    for (let n = 0; n < HOOKS; n += 1) {
      const receiver = await startReceiver({ respond: { delayMs: 100 } });
      receivers.push(receiver);
      await insertHook(world, { ...tenant, destinationUrl: receiver.url, maxInFlight: 100 });
    }
    const worker = await workers.start({
      databaseUrl: database.url,
      secretKey: TEST_KEY,
      name: 'short of files',
      under: ['prlimit', `--nofile=${FILES_AT_START}:${FILES_AT_START}`],
    });
    expect(worker.log.map(({ limit }) => limit)).toContain(FILES_AT_START);
    const limit = readdirSync(`/proc/${worker.pid}/fd`).length + FILES_LEFT;
    execFileSync('prlimit', ['--pid', String(worker.pid), `--nofile=${limit}:${limit}`]);
    await engine.publish(
      tenant,
      Array.from({ length: EVENTS }, (_, n) => n),
    );
    await expect
      .poll(
        () =>
          rowsOf<{ source: string; params: object }>(
            `SELECT source, params FROM gancho.engine_troubles WHERE code = 'file_limit'`,
          ),
        PATIENCE,
      )
      .toMatchObject([{ source: expect.any(String), params: { limit, capacity: 4096 } }]);
    await expect
      .poll(() => receivers.map(({ requests }) => requests.length), PATIENCE)
      .toEqual(receivers.map(() => EVENTS));
    await expect.poll(() => rowsOf(`SELECT FROM gancho.queue`), PATIENCE).toHaveLength(0);

    expect(
      await rowsOf(
        `SELECT outcome, max(n) AS attempts, count(*)::int AS n FROM gancho.attempts GROUP BY outcome`,
      ),
    ).toEqual([{ outcome: 'success', attempts: 1, n: HOOKS * EVENTS }]);
    expect(
      await rowsOf(
        `SELECT DISTINCT failure_streak, circuit_opened_at, failing_since, in_flight FROM gancho.hook_queue`,
      ),
    ).toEqual([{ failure_streak: 0, circuit_opened_at: null, failing_since: null, in_flight: 0 }]);
    expect(await rowsOf(`SELECT sum(failures)::int AS n FROM gancho.hook_hours`)).toEqual([
      { n: 0 },
    ]);
    const lines = worker.log.filter(({ msg }) =>
      msg.startsWith('No more can be sent from here at a time'),
    );
    expect(lines).toHaveLength(1);
    for (const receiver of receivers) await receiver.close();
    await worker.stop();
  },
  LIMIT_MS,
);

it(
  'a hook whose secrets cannot be opened waits, is not blamed, and delays no other',
  async () => {
    await rowsOf('DELETE FROM gancho.engine_troubles');
    const own = await insertCompany(world, 'Other');
    const receiver = await startReceiver();
    const well = await insertHook(world, { ...own, destinationUrl: receiver.url });
    const stranger = createWorld(database.url);
    const sealed = await insertHook(stranger, { ...own, destinationUrl: receiver.url });
    await stranger.db.close();
    await engine.publish(own, [1]);
    await engine.dispatch();
    const ids = () => receiver.requests.map(({ headers }) => headers['webhook-id']?.split('_')[1]);
    await receiver.waitFor(1);
    expect(ids()).toEqual([String(well.hookId)]);

    const ofSealed = `WHERE hook_id = ${sealed.hookId}`;
    await expect
      .poll(() => rowsOf(`SELECT attempt, worker, first_attempt_at FROM gancho.queue ${ofSealed}`))
      .toEqual([{ attempt: 0, worker: null, first_attempt_at: null }]);
    expect(
      await rowsOf(`SELECT status, attempts, reason FROM gancho.deliveries ${ofSealed}`),
    ).toEqual([{ status: 'queued', attempts: 0, reason: { code: 'internal', params: {} } }]);
    expect(await rowsOf(`SELECT FROM gancho.attempts ${ofSealed}`)).toEqual([]);
    expect(await rowsOf(`SELECT FROM gancho.hook_hours ${ofSealed}`)).toEqual([]);
    expect(
      await rowsOf(
        `SELECT in_flight, failure_streak, last_error FROM gancho.hook_queue ${ofSealed}`,
      ),
    ).toEqual([{ in_flight: 0, failure_streak: 0, last_error: null }]);
    await expect
      .poll(() => rowsOf<{ code: string }>('SELECT code FROM gancho.engine_troubles'))
      .toEqual([{ code: 'internal' }]);

    const { secretBox } = world.services;
    const secret = sealSigningSecret(
      secretBox,
      { companyId: own.companyId, id: sealed.hookId },
      sealed.secret,
    );
    await asEngine(world.db, async (tx) => {
      await tx`UPDATE gancho.hook_secrets SET secret_sealed = ${secret} WHERE hook_id = ${sealed.hookId}`;
    });
    await expect
      .poll(async () => {
        await engine.deliver();
        return ids();
      }, PATIENCE)
      .toContain(String(sealed.hookId));
    expect(receiver.requests.at(-1)?.headers['webhook-attempt']).toBe('1');
    await receiver.close();
  },
  LIMIT_MS,
);
