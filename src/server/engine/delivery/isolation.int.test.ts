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
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SLOTS_MAX } from './slots';

const database = useDatabase();
const SILENT_HOOKS = 12;
const IN_FLIGHT = 100;
let world: World;
let engine: TestEngine;
let receiver: Receiver;

beforeAll(async () => {
  world = createWorld(database.url);
  receiver = await startReceiver();
});
beforeEach(async () => {
  await asEngine(world.db, (tx) => tx`DELETE FROM gancho.queue`);
  await asEngine(world.db, (tx) => tx`UPDATE gancho.hook_queue SET next_at = 'infinity'`);
  engine = createTestEngine(world);
});
afterAll(async () => {
  await receiver.close();
  await world.db.close();
});

async function newWorker(name: string): Promise<number> {
  const [row] = await world.db.engine<{ id: number }[]>`
    SELECT gancho.register_worker(${name}::text) AS id`;
  return row?.id ?? 0;
}

const ids = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('a hook that answers', () => {
  it('is served while more receivers than slots stay silent', async () => {
    const quick = await insertCompany(world);
    await insertHook(world, { ...quick, destinationUrl: receiver.url });
    await engine.publish(quick, [1]);
    await engine.dispatch();
    expect(receiver.requests).toHaveLength(1);

    // One origin gets at most half of the slots as connections.
    const silent = await Promise.all(
      [1, 2, 3].map(() => startReceiver({ respond: { mode: 'never' } })),
    );
    const asked = () => silent.reduce((sum, { requests }) => sum + requests.length, 0);
    const silenced = await insertCompany(world);
    for (let i = 0; i < SILENT_HOOKS; i += 1) {
      await insertHook(world, {
        ...silenced,
        destinationUrl: silent[i % 3]?.url ?? '',
        maxInFlight: IN_FLIGHT,
        timeoutSeconds: 30,
      });
    }
    await engine.publish(silenced, ids(IN_FLIGHT));
    const run = engine.dispatch();
    // All slots that the company of the silent hooks may hold are taken.
    await Promise.any(silent.map((one) => one.waitFor(() => asked() >= 1024, 20_000)));
    await engine.publish(quick, [2]);
    // A hook that has not answered yet counts as slow, and does not wait either.
    const unknown = await insertCompany(world);
    await insertHook(world, { ...unknown, destinationUrl: receiver.url });
    await engine.publish(unknown, [3]);
    await engine.dispatchOnly();
    engine.wake();
    await receiver.waitFor(3);
    expect(asked()).toBeLessThan(SLOTS_MAX.slow);

    await Promise.all(silent.map((one) => one.close()));
    await run;
    await engine.close();
  });
});

describe('a claim', () => {
  it('shares the free slots for slow hooks among the hooks that wait', async () => {
    const tenant = await insertCompany(world);
    const hookIds: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const hook = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
      hookIds.push(hook.hookId);
    }
    await engine.publish(tenant, ids(20));
    await engine.dispatchOnly();
    const worker = await newWorker('sharing');
    const claimed = await claimUpTo(world.db.engine, worker, { quick: 100, slow: 6 });
    const counts = hookIds.map((id) => claimed.filter(({ hookId }) => hookId === id).length);
    expect(counts).toEqual([2, 2, 2]);
    expect(await claimUpTo(world.db.engine, worker, { quick: 100, slow: 0 })).toEqual([]);

    // A hook that has proved to be quick needs none of these slots.
    const [proven] = hookIds;
    await asEngine(
      world.db,
      (tx) => tx`
        UPDATE gancho.hook_queue SET answer_ms = 20, is_quick = true WHERE hook_id = ${proven ?? 0}::bigint`,
    );
    const own = await claimUpTo(world.db.engine, worker, { quick: 100, slow: 0 });
    expect(own.map(({ hookId }) => hookId)).toEqual(Array(8).fill(proven));
    await world.db.engine`SELECT gancho.register_worker('sharing')`;
  });

  it('takes no more bytes than its capacity allows, but always one delivery', async () => {
    const tenant = await insertCompany(world);
    const hook = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
    await engine.publish(tenant, ids(5), { text: 'x'.repeat(10_000) });
    await engine.dispatchOnly();
    const worker = await newWorker('bounded');
    const own = async (bytes: number) => {
      const claimed = await claimUpTo(world.db.engine, worker, { quick: 9, slow: 9, bytes });
      return claimed.filter(({ hookId }) => hookId === hook.hookId).length;
    };
    expect(await own(1)).toBe(1);
    expect(await own(20_000)).toBe(2);
    expect(await own(1e6)).toBe(2);
    await world.db.engine`SELECT gancho.register_worker('bounded')`;
    await engine.close();
  });
});
