import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishEvents } from '../publish/publish-events';
import { dispatchEvents } from './dispatch-events';

const database = useDatabase();
let world: World;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());

async function publish(count: number) {
  const place = await insertCompany(world);
  const { hookId } = await insertHook(world, {
    ...place,
    destinationUrl: 'https://receiver.example/',
  });
  const events = Array.from({ length: count }, (_, i) => ({
    resource_name: 'RFIs',
    resource_id: String(i),
    event_type: 'create' as const,
    project_id: place.projectId,
  }));
  await publishEvents({ ctx: world.ctx, input: { companyId: place.companyId, events } });
  return hookId;
}

const resourcesOf = (hookId: number) =>
  asEngine(world.db, async (tx) => {
    const rows = await tx<{ resource_id: string }[]>`
      SELECT resource_id FROM gancho.deliveries WHERE hook_id = ${hookId} ORDER BY id`;
    return rows.map((row) => Number(row.resource_id));
  });

it('takes what was published together in parts, in its order and one company after the other', async () => {
  const first = await publish(250);
  const second = await publish(3);
  const batches: unknown[] = [];
  for (let hasMore = true; hasMore; ) {
    const batch = await dispatchEvents(world.db, 100);
    batches.push([batch.events, batch.deliveries]);
    hasMore = batch.hasMore;
  }
  expect(batches).toEqual([
    [100, 100],
    [100, 100],
    [53, 53],
  ]);
  expect(await resourcesOf(first)).toEqual(Array.from({ length: 250 }, (_, i) => i));
  expect(await resourcesOf(second)).toEqual([0, 1, 2]);
  expect(await dispatchEvents(world.db, 100)).toMatchObject({ events: 0, hasMore: false });
});

it('lets several companies share a batch, which may go over its limit by the rest of a part', async () => {
  const hooks = [await publish(99), await publish(60), await publish(1)];
  expect(await dispatchEvents(world.db, 100)).toEqual({
    events: 159,
    deliveries: 159,
    hasMore: true,
  });
  expect(await dispatchEvents(world.db, 100)).toEqual({ events: 1, deliveries: 1, hasMore: false });
  const counts = await Promise.all(hooks.map(async (id) => (await resourcesOf(id)).length));
  expect(counts).toEqual([99, 60, 1]);
});
