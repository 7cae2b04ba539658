import { createTestEngine, type TestEngine } from '@tests/factories/engine';
import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listDeliveriesInput } from '@/contracts/deliveries';
import { listDeliveries, readDeliveries } from '.';

const database = useDatabase();
const LARGE = 400_000;
let world: World;
let engine: TestEngine;
let receiver: Receiver;
let hook: { companyId: number; projectId: number; hookId: number };

beforeAll(async () => {
  world = createWorld(database.url);
  engine = createTestEngine(world);
  receiver = await startReceiver();
  receiver.respondWith({ status: 410, body: 'gone' });
  const tenant = await insertCompany(world);
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  hook = { ...tenant, hookId };
  for (const id of [1, 2, 3, 4, 5])
    await engine.publish(tenant, [id], { text: 'x'.repeat(id === 5 ? 10 : LARGE) });
  await engine.dispatch();
});
afterAll(async () => {
  await engine.close();
  await receiver.close();
  await world.db.close();
});

it('a list has neither payloads nor attempts, and a read has both, in the order of the request', async () => {
  const input = listDeliveriesInput.parse({ ...hook, order: 'oldest' });
  const { items } = await listDeliveries({ ctx: world.ctx, input });
  expect(items).toHaveLength(5);
  for (const item of items) {
    expect(item).not.toHaveProperty('payload');
    expect(item).not.toHaveProperty('attempts');
  }
  const ids = items.map(({ id }) => id);
  const read = async (deliveryIds: number[]) =>
    readDeliveries({ ctx: world.ctx, input: { ...hook, deliveryIds } });

  // As many as fit into a megabyte, and at least one.
  const first = await read(ids);
  expect(first.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect(first.rest).toEqual(ids.slice(2));
  const second = await read([...first.rest].reverse());
  expect(second.items.map(({ id }) => id)).toEqual([ids[4], ids[3], ids[2]]);
  expect(second.rest).toEqual([]);

  const [smallest] = second.items;
  expect(JSON.parse(smallest?.payload ?? '')).toMatchObject({
    resource_name: 'RFIs',
    resource_id: 5,
  });
  const requests = receiver.requests.map(({ body }) => body.toString());
  for (const item of [...first.items, ...second.items]) {
    for (const { n } of item.attempts) expect(n).toBe(1);
    if (item.attempts.length > 0) expect(requests).toContain(item.payload);
  }
  expect(await read([ids[0] ?? 0, 1])).toMatchObject({ items: [{ id: ids[0] }], rest: [] });
});
