import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';

const database = useDatabase();
let world: World;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());

it('a silent holder of a hook loses the lock, so that deliveries continue', async () => {
  const { engine } = world.db;
  const tenant = await insertCompany(world);
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl: 'http://127.0.0.1:9/' });
  const silent = engine.begin(async (tx) => {
    await tx`SELECT gancho.lock_hook(${hookId}::bigint)`;
    // This would otherwise wait for ever.
    await engine`SELECT gancho.lock_hook(${hookId}::bigint)`;
    await tx`UPDATE gancho.hook_queue SET is_enabled = false WHERE hook_id = ${hookId}`;
  });
  await expect(silent).rejects.toThrow(/idle-in-transaction|connection/i);
});
