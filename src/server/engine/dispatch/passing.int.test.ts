import { claimUpTo } from '@tests/factories/claims';
import { createTestEngine, type TestEngine } from '@tests/factories/engine';
import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { WakeSignal } from '../wake-signal';

type Hook = { companyId: number; projectId: number; hookId: number; path: string };

const database = useDatabase();
let world: World;
let receiver: Receiver;
let wakeSignal: WakeSignal;
let engine: TestEngine;

beforeAll(async () => {
  world = createWorld(database.url);
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.close();
  await world.db.close();
});
beforeEach(() => {
  receiver.requests.length = 0;
  receiver.respondWith({ status: 204 });
  wakeSignal = new WakeSignal();
  engine = createTestEngine(world, 'passing', wakeSignal);
});
afterEach(() => engine.close());

/** Makes a hook that has proved to be quick. Its answers are recorded on the connection that claims. */
async function newHook(): Promise<Hook> {
  const tenant = await insertCompany(world);
  const path = `/${tenant.companyId}`;
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl: receiver.url + path });
  await asEngine(
    world.db,
    (tx) => tx`
      UPDATE gancho.hook_queue SET answer_ms = 20, is_quick = true WHERE hook_id = ${hookId}::bigint`,
  );
  return { ...tenant, hookId, path };
}

/** Holds the lock of a hook for as long as `work` takes. */
const withLock = (hookId: number, work: () => Promise<void>) =>
  world.db.engine.begin(async (tx) => {
    await tx`SELECT gancho.lock_hook(${hookId}::bigint)`;
    await work();
  });

async function waitForWaiting(call: string): Promise<void> {
  // The holder of a lock has five seconds.
  const patience = { timeout: 4_000 };
  await vi.waitFor(async () => {
    const waiting = await world.db.engine`
      SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE ${call}`;
    expect(waiting).toHaveLength(1);
  }, patience);
}

const ids = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

const came = ({ path }: Hook, times = 1) =>
  receiver.waitFor(
    () => receiver.requests.filter((request) => request.path === path).length >= times,
  );

it.each([
  { what: 'many', events: ids(20) },
  { what: 'a few', events: [2] },
])(
  'delivers events of a company while events of another one wait for a lock: $what',
  async ({ events }) => {
    const busy = await newHook();
    const other = await newHook();
    receiver.respondWith({ mode: 'never' });
    await engine.publish(busy, [1]);
    const run = engine.dispatch();
    await came(busy);
    await withLock(busy.hookId, async () => {
      receiver.respondWith({ status: 204 });
      receiver.dropConnections();
      await waitForWaiting('%gancho.record%');
      await engine.publish(busy, events);
      wakeSignal.raise();
      await waitForWaiting('%gancho.dispatch%');
      await engine.publish(other, [1]);
      wakeSignal.raise();
      await came(other);
    });
    expect(await run).toMatchObject({ dispatched: events.length + 2 });
  },
);

it('gives back the deliveries claimed with a batch whose answer was lost, without counting an attempt', async () => {
  const busy = await newHook();
  const other = await newHook();
  receiver.respondWith({ mode: 'never' });
  await engine.publish(busy, [1]);
  const run = engine.dispatch().catch((error: unknown) => error);
  await came(busy);
  receiver.respondWith({ status: 204 });
  // This is the state when the call is committed and the connection breaks before its rows arrive.
  await engine.publish(other, [2]);
  await engine.dispatchOnly();
  const [worker] = await world.db.engine<
    { id: number }[]
  >`SELECT id FROM gancho.workers WHERE name = 'passing'`;
  const claimed = await claimUpTo(world.db.engine, worker?.id ?? 0, { quick: 10 });
  expect(claimed.map(({ hookId }) => hookId)).toContain(other.hookId);
  await withLock(other.hookId, async () => {
    await engine.publish(other, [3]);
    wakeSignal.raise();
    await waitForWaiting('%gancho.dispatch_and_claim%');
    await world.db.engine`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%gancho.dispatch_and_claim%'`;
  });
  expect(await run).toBeInstanceOf(Error);

  receiver.dropConnections();
  await vi.waitFor(() => engine.dispatch(), { timeout: PATIENCE_MS });
  await came(other, 2);
  await vi.waitFor(async () => {
    const attempts = await asEngine(
      world.db,
      (tx) => tx<{ n: number; outcome: string }[]>`
        SELECT n, outcome FROM gancho.attempts WHERE hook_id = ${other.hookId}`,
    );
    expect(attempts.map(({ n, outcome }) => [n, outcome])).toEqual([
      [1, 'success'],
      [1, 'success'],
    ]);
  });
});
