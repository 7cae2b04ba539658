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
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listDeliveries, readDeliveries, redeliver } from '@/server/services/delivery-history';
import { updateHook } from '@/server/services/hooks';

const database = useDatabase();
let world: World;
let engine: TestEngine;
let receiver: Receiver;

beforeAll(async () => {
  world = createWorld(database.url);
  engine = createTestEngine(world);
  receiver = await startReceiver();
});
afterAll(async () => {
  await engine.close();
  await receiver.close();
  await world.db.close();
});

it('a delivery keeps the payload version of its first attempt, also when it is redelivered', async () => {
  const tenant = await insertCompany(world);
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  const { ctx } = world;
  const setVersion = (payloadVersion: 'v3.0' | 'v4.0') =>
    updateHook({ ctx, input: { ...tenant, hookId, payloadVersion } });
  const bodies = () => receiver.requests.map(({ body }) => body.toString());
  const resume = () => asEngine(world.db, (tx) => tx`SELECT gancho.resume_hook(${hookId})`);

  receiver.respondWith({ status: 500 });
  await engine.publish(tenant, [1]);
  await engine.dispatch();
  // This delivery waits for its first attempt, and gets the version of that attempt.
  await engine.publish(tenant, [2]);
  await setVersion('v4.0');
  receiver.respondWith({});
  await resume();
  await engine.dispatch();
  await setVersion('v3.0');
  const { items } = await listDeliveries({
    ctx,
    input: { ...tenant, hookId, order: 'oldest', limit: 10, offset: 0 },
  });
  const deliveryIds = items.map(({ id }) => id);
  const shown = await readDeliveries({ ctx, input: { ...tenant, hookId, deliveryIds } });
  for (const { id } of items)
    await redeliver({ ctx, input: { ...tenant, hookId, deliveryId: id } });
  await engine.deliver();

  const ofEvent = (n: number) =>
    bodies().filter((body) => String(JSON.parse(body).resource_id) === String(n));
  expect([ofEvent(1).length, ofEvent(2).length]).toEqual([3, 2]);
  expect(new Set(ofEvent(1)).size).toBe(1);
  expect(new Set(ofEvent(2)).size).toBe(1);
  expect(ofEvent(1)[0]).not.toContain('payload_version');
  expect(ofEvent(2)[0]).toContain('"payload_version":"v4.0"');
  expect(shown.items.map(({ payload }) => payload)).toEqual([1, 2].map((n) => ofEvent(n)[0]));
});
