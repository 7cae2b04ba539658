import { asEngine, insertHook } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { expect, it } from 'vitest';

const stage = useEngineStage();
const PATIENCE = { timeout: PATIENCE_MS, interval: 10 };
/** After this many failures, the next retry to record is late enough for a claim to come before it. */
const KILLS = 4;

/** Waits until another backend waits for a lock to record a result or to take claims back. */
async function untilOneWaits(before: number): Promise<number> {
  let pid = before;
  const look = async () => {
    const [found] = await stage.world.db.engine<{ pid: number }[]>`
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
        AND pid <> ${before} AND (query LIKE '%gancho.record%' OR query LIKE '%gancho.give_back_unheld%')`;
    // A claim that fails does not wake anybody.
    stage.engine.wake();
    pid = found?.pid ?? before;
    return pid;
  };
  await expect.poll(look, PATIENCE).not.toBe(before);
  return pid;
}

it('does not take back a delivery whose result waits to be recorded when the answer of a claim is lost', async () => {
  const { world, engine, receiver, tenant } = stage;
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  // A hook that has answered quickly leaves its slot before its result is written.
  await engine.publish(tenant, [1]);
  await engine.dispatch();
  receiver.respondWith((_, index) => (index === 1 ? { status: 500, delayMs: 500 } : {}));
  await engine.publish(tenant, [2]);
  await engine.dispatchOnly();

  const run = engine.deliver().catch(() => {});
  await asEngine(world.db, async (tx) => {
    await receiver.waitFor(2);
    await tx`SELECT gancho.lock_hooks(ARRAY[${hookId}::bigint])`;
    let pid = 0;
    for (let kills = 0; kills < KILLS; kills += 1) {
      pid = await untilOneWaits(pid);
      await world.db.engine`SELECT pg_terminate_backend(${pid}::integer)`;
    }
    await untilOneWaits(pid);
  });
  await run;
  const received = async () => {
    await engine.deliver();
    return receiver.requests.length;
  };
  await expect.poll(received, PATIENCE).toBe(3);
  const attempts = receiver.requests.slice(1).map(({ headers }) => headers['webhook-attempt']);
  expect(attempts).toEqual(['1', '2']);
});
