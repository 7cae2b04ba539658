import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishEvents } from '@/server/services/publish/publish-events';
import { dispatchEvents } from './dispatch-events';

const database = useDatabase();
let world: World;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());

/** Returns the last of `hooks` hooks of a new company. Each of them gets all `count` events. */
async function publish(count: number, hooks = 1) {
  const tenant = await insertCompany(world);
  let hookId = 0;
  for (let hook = 0; hook < hooks; hook += 1) {
    const settings = { ...tenant, destinationUrl: 'https://receiver.example/' };
    ({ hookId } = await insertHook(world, settings));
  }
  const events = Array.from({ length: count }, (_, i) => ({
    resource_name: 'RFIs',
    resource_id: String(i),
    event_type: 'create' as const,
    project_id: tenant.projectId,
  }));
  await publishEvents({
    ctx: world.ctx,
    input: { companyId: tenant.companyId, body: JSON.stringify(events) },
  });
  return hookId;
}

const resourcesOf = (hookId: number) =>
  asEngine(world.db, async (tx) => {
    const rows = await tx<{ resource_id: string }[]>`
      SELECT resource_id FROM gancho.deliveries WHERE hook_id = ${hookId} ORDER BY id`;
    return rows.map((row) => Number(row.resource_id));
  });

const take = (events: number, deliveries: number) =>
  dispatchEvents(world.db, { events, deliveries });

it('takes events that were published together in parts and in order, whichever limit is reached first', async () => {
  const hook = await publish(250);
  expect(await take(120, 1000)).toMatchObject({ events: 120, deliveries: 120, hasMore: true });
  expect(await take(1000, 30)).toMatchObject({ events: 30, deliveries: 30, hasMore: true });
  expect(await take(1000, 1000)).toMatchObject({ events: 100, deliveries: 100, hasMore: false });
  expect(await resourcesOf(hook)).toEqual(Array.from({ length: 250 }, (_, i) => i));
  expect(await take(1000, 1000)).toMatchObject({ events: 0, deliveries: 0, hasMore: false });
});

it('lets companies take turns by deliveries, so that one event to many hooks counts as many', async () => {
  const crowd = await publish(50, 10);
  const single = await publish(8);
  // Two turns of the company whose events go to ten hooks each equal all eight turns of the other company.
  expect(await take(100, 28)).toMatchObject({ events: 10, deliveries: 28 });
  expect((await resourcesOf(single)).length).toBe(8);
  expect((await resourcesOf(crowd)).length).toBe(2);
  while ((await take(100, 28)).hasMore);
  expect(await resourcesOf(crowd)).toEqual(Array.from({ length: 50 }, (_, i) => i));
});

it('takes an event that goes to more hooks than the batch limit of deliveries', async () => {
  await publish(2, 12);
  expect(await take(100, 5)).toMatchObject({ events: 1, deliveries: 12, hasMore: true });
  expect(await take(100, 5)).toMatchObject({ events: 1, deliveries: 12, hasMore: false });
});

it('reaches every company when not all fit into a batch, although companies publish without end', async () => {
  const last = await publish(1);
  for (let company = 0; company < 120; company += 1) await publish(3);
  let batches = 0;
  // Each call starts at a random place.
  while ((await resourcesOf(last)).length === 0 && batches < 60) {
    await take(100, 100);
    batches += 1;
  }
  expect(batches).toBeLessThan(60);
  while ((await take(1000, 1000)).hasMore);
});
