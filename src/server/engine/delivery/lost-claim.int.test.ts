import { claimUpTo } from '@tests/factories/claims';
import { asEngine, insertHook } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { expect, it, vi } from 'vitest';

const stage = useEngineStage();

it('gives back the deliveries of a claim whose answer was lost, without counting an attempt, and sends them', async () => {
  const { world, engine, receiver, tenant } = stage;
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  await engine.publish(tenant, [1]);
  await engine.dispatch();
  await receiver.waitFor(1);
  const [worker] = await asEngine(
    world.db,
    (tx) => tx<{ id: number }[]>`SELECT id FROM gancho.workers WHERE name = 'test'`,
  );
  await engine.publish(tenant, [2, 3]);
  await engine.dispatchOnly();
  // This is the state when a claim is committed and the connection breaks before its rows arrive. The pump knows none
  // of these deliveries.
  expect(await claimUpTo(world.db.engine, worker?.id ?? 0, { quick: 10 })).toHaveLength(2);

  await failNextClaim();
  // The engine retries a run that has failed.
  await vi.waitFor(() => engine.deliver(), { timeout: PATIENCE_MS });
  await receiver.waitFor(3);
  await vi.waitFor(async () => {
    const rows = await asEngine(
      world.db,
      (tx) => tx<{ n: number; outcome: string }[]>`
        SELECT n, outcome FROM gancho.attempts WHERE hook_id = ${hookId} ORDER BY delivery_id, n`,
    );
    expect(rows.map(({ n, outcome }) => [n, outcome])).toEqual([
      [1, 'success'],
      [1, 'success'],
      [1, 'success'],
    ]);
  });
});

/** The next claim loses its connection while it waits for a lock. */
async function failNextClaim(): Promise<void> {
  const { world, engine } = stage;
  await asEngine(world.db, async (tx) => {
    await tx`UPDATE gancho.workers SET heartbeat_at = heartbeat_at - interval '5 seconds' WHERE name = 'test'`;
  });
  await world.db.engine.begin(async (tx) => {
    await tx`LOCK TABLE gancho.workers IN ACCESS EXCLUSIVE MODE`;
    const failed = engine.deliver().catch((error: unknown) => error);
    await vi.waitFor(async () => {
      const ended = await tx`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%gancho.claim(%'`;
      expect(ended.length).toBeGreaterThan(0);
    });
    expect(await failed).toBeInstanceOf(Error);
  });
}
