import { createTestEngine } from '@tests/factories/engine';
import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WakeSignal } from './wake-signal';

const database = useDatabase();
let world: World;
let receiver: Receiver;

beforeAll(async () => {
  world = createWorld(database.url);
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.close();
  await world.db.close();
});

it('a run of dispatch takes the events announced while it runs, and ends when there are none', async () => {
  const tenant = await insertCompany(world);
  await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  const wakeSignal = new WakeSignal();
  const engine = createTestEngine(world, 'linger', wakeSignal);

  await engine.publish(tenant, [1]);
  const run = engine.dispatch();
  for (let received = 1; received <= 3; received += 1) {
    await expect.poll(() => receiver.requests.length, { interval: 5 }).toBe(received);
    await engine.publish(tenant, [1]);
    wakeSignal.raise();
  }
  expect(await run).toMatchObject({ dispatched: 4, attempted: 4, hasMore: false });
  expect(receiver.requests).toHaveLength(4);
  await engine.close();
});
