import { asEngine, insertHook } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { expect, it, vi } from 'vitest';

const stage = useEngineStage();

it('records the other results of a batch when the database refuses one', async () => {
  const { world, engine, receiver, tenant } = stage;
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  await engine.publish(tenant, [1, 2, 3, 4, 5]);
  await engine.dispatchOnly();
  // A row that already occupies the place of one of the attempts.
  await asEngine(
    world.db,
    (tx) => tx`
      INSERT INTO gancho.attempts (delivery_id, n, company_id, hook_id, outcome, started_at, finished_at)
      SELECT min(id), 1, company_id, hook_id, 'failure', now(), now() FROM gancho.deliveries
      WHERE hook_id = ${hookId} GROUP BY company_id, hook_id`,
  );
  void engine.deliver();
  await vi.waitFor(
    async () => {
      const [row] = await asEngine(
        world.db,
        (tx) => tx<{ n: number }[]>`
          SELECT count(*)::int AS n FROM gancho.deliveries WHERE hook_id = ${hookId} AND status = 'delivered'`,
      );
      expect(row?.n).toBe(4);
    },
    { timeout: PATIENCE_MS },
  );
});
