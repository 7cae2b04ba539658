import { asEngine, insertHook } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { expect, it } from 'vitest';

const stage = useEngineStage();

it('the poll discards a marked queue that nobody announced', async () => {
  const { world, engine, receiver, tenant } = stage;
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  receiver.respondWith(() => ({ status: 503 }));
  await engine.publish(tenant, [1, 2]);
  await engine.dispatch();
  const statuses = () =>
    asEngine(
      world.db,
      (tx) => tx<{ status: string; n: number }[]>`
        SELECT status, count(*)::int AS n FROM gancho.deliveries WHERE hook_id = ${hookId} GROUP BY 1`,
    );
  expect(await statuses()).toEqual([{ status: 'retrying', n: 2 }]);

  // The end of a retry window sets this mark.
  await asEngine(
    world.db,
    (tx) => tx`
      UPDATE gancho.hook_queue h SET is_discarding = true, discard_reason = '{"code":"hook_window_ended","params":{}}',
        discard_through = (SELECT max(q.delivery_id) FROM gancho.queue q WHERE q.hook_id = h.hook_id)
      WHERE h.hook_id = ${hookId}`,
  );
  await engine.findWork();
  expect(await statuses()).toEqual([{ status: 'discarded', n: 2 }]);
});
