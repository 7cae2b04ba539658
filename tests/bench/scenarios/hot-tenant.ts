import { asEngine } from '@tests/factories/world';
import type { Measure } from '../measure';
import { type Engine, makeHooks, openEngine, queueUp, type Stage } from '../stage';

export type HotTenantInput = { hot: number; small: number; each: number };

/** S8: a hook with a huge queue and many small ones, two workers. How long do the small ones take? */
export async function hotTenant(stage: Stage, input: HotTenantInput): Promise<Measure[]> {
  const { world, receiver } = stage;
  const second = openEngine(world);
  const engines = [stage.engine, second];
  try {
    const alone = await secondsForSmall(stage, engines, input);
    await alone.ended;
    const hot = await makeHooks(world, 1, { destinationUrl: receiver.url });
    await queueUp(world, hot, input.hot);
    await asEngine(
      world.db,
      async (tx) => void (await tx`ANALYZE gancho.queue, gancho.hook_queue`),
    );
    const nextTo = await secondsForSmall(stage, engines, input);
    await disable(stage, hot.hookIds[0] ?? 0);
    await nextTo.ended;
    return [
      { name: 'small hooks, alone', unit: 's', value: alone.seconds },
      {
        name: `  next to ${input.hot.toLocaleString('en')} queued`,
        unit: 's',
        value: nextTo.seconds,
        ratio: { value: nextTo.seconds / alone.seconds, of: 'alone' },
      },
    ];
  } finally {
    await second.close();
  }
}

/** The rest of its queue waits, and does not disturb later scenarios. */
async function disable({ world }: Stage, hookId: number): Promise<void> {
  await asEngine(world.db, async (tx) => {
    await tx`UPDATE gancho.hooks SET status = 'disabled', disabled_reason = 'admin' WHERE id = ${hookId}`;
    await tx`SELECT gancho.sync_hook_queue(${hookId})`;
  });
}

/**
 * Waits until each small hook has received all its deliveries. `ended`: and until the workers have no work or no time
 * left.
 */
async function secondsForSmall(
  { world, receiver }: Stage,
  engines: Engine[],
  { small, each }: HotTenantInput,
): Promise<{ seconds: number; ended: Promise<unknown> }> {
  const tenant = await makeHooks(world, small, { destinationUrl: receiver.url });
  const own = new Set(tenant.hookIds.map(String));
  await queueUp(world, tenant, each);
  let missing = small * each;
  const started = performance.now();
  const seconds = new Promise<number>((resolve) => {
    receiver.on((id) => {
      if (!own.has(id.split('_')[1] ?? '')) return;
      missing -= 1;
      if (missing === 0) resolve((performance.now() - started) / 1000);
    });
  });
  let isOver = false;
  const runs = engines.map(async ({ services }) => {
    for (let hasMore = true; hasMore && !isOver; )
      ({ hasMore } = await services.deliver({ budgetMs: 45_000 }));
  });
  const ended = Promise.all(runs);
  const taken = await seconds;
  isOver = true;
  receiver.on(() => {});
  return { seconds: taken, ended };
}
