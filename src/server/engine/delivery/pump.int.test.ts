import { createTestEngine } from '@tests/factories/engine';
import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createSender, type Sender } from '@/server/gateways/sender/sender';
import { publishEvents } from '@/server/services/publish/publish-events';
import { createEngine } from '../create-engine';
import { Pump } from './pump';

const database = useDatabase();
const HOURS_2 = 2 * 3600 * 1000;
const IN_FLIGHT = 100;
let world: World;
let sender: Sender;
let receiver: Receiver;

beforeAll(async () => {
  world = createWorld(database.url);
  sender = createSender({ version: '0', allowedPrivateCidrs: ['127.0.0.0/8'] });
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.close();
  await sender.close();
  await world.db.close();
});

it('keeps the deliveries it holds after hours without work, although its worker was forgotten', async () => {
  const { companyId, projectId } = await insertCompany(world);
  await insertHook(world, { companyId, projectId, destinationUrl: receiver.url });
  let asleepMs = 0;
  const services = {
    ...world.services,
    clock: {
      ...world.services.clock,
      now: async () => (await world.services.clock.now()) + asleepMs,
    },
    // This engine has no second function to hand over to, so a run ends when everything is recorded.
    settings: { ...world.services.settings, engine: 'inngest' as const },
  };
  const pump = new Pump({
    ...services,
    sender,
    workerName: 'sleeper',
    onHealthChange: () => {},
  });
  const engine = createEngine(services, pump);
  const publish = () =>
    publishEvents({
      ctx: world.ctx,
      input: {
        companyId,
        body: JSON.stringify([
          {
            resource_name: 'RFIs',
            resource_id: '1',
            event_type: 'create',
            project_id: projectId,
          },
        ]),
      },
    });
  await publish();
  await engine.dispatchAndDeliver({ budgetMs: 60_000 });

  asleepMs = HOURS_2;
  await asEngine(
    world.db,
    (tx) => tx`UPDATE gancho.workers SET heartbeat_at = now() - interval '2 hours'`,
  );
  await engine.sweep();
  let answer = (): void => {};
  const isAsked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  receiver.respondWith(() => {
    answer();
    return { delayMs: 300 };
  });
  await publish();
  await world.db.engine`SELECT gancho.dispatch(100, 100)`;
  const run = engine.deliver({ budgetMs: 60_000 });
  await isAsked;
  // This runs while the request is in flight. A sweep would take back a delivery without an owner, and it would be sent
  // twice.
  const [swept] = await world.db.engine<{ released: number }[]>`
    SELECT released FROM gancho.sweep('embedded')`;
  expect(swept?.released).toBe(0);
  await run;
  const attempts = await asEngine(
    world.db,
    (tx) => tx<{ outcome: string }[]>`SELECT outcome FROM gancho.attempts`,
  );
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['success', 'success']);
  await pump.close();
});

it('sends heartbeats while it has nothing to do', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const pump = new Pump({
    ...world.services,
    sender,
    workerName: 'idle',
    onHealthChange: () => {},
  });
  const seconds = () =>
    asEngine(
      world.db,
      (tx) => tx<{ age: number }[]>`
        SELECT extract(epoch FROM clock_timestamp() - heartbeat_at)::float8 AS age FROM gancho.workers WHERE name = 'idle'`,
    ).then(([row]) => row?.age);
  pump.watch();
  await expect.poll(seconds).toBeLessThan(5);
  await asEngine(
    world.db,
    (tx) =>
      tx`UPDATE gancho.workers SET heartbeat_at = now() - interval '1 minute' WHERE name = 'idle'`,
  );
  vi.advanceTimersByTime(30_000);
  vi.useRealTimers();
  await expect.poll(seconds).toBeLessThan(5);
  await pump.close();
});

it('sends and records the deliveries it holds when it is closed, and claims nothing more', async () => {
  const tenant = await insertCompany(world);
  // The hook has never answered, so its deliveries are sent in turns. Most of them are still unsent when the pump is
  // closed.
  const destination = await startReceiver();
  const { hookId } = await insertHook(world, {
    ...tenant,
    destinationUrl: destination.url,
    maxInFlight: IN_FLIGHT,
  });
  const engine = createTestEngine(world);
  const ids = Array.from({ length: 3 * IN_FLIGHT }, (_, i) => i + 1);
  await engine.publish(tenant, ids);
  await engine.dispatchOnly();

  const run = engine.deliver();
  await destination.waitFor(1);
  await engine.close();
  await run;

  const counts = await asEngine(
    world.db,
    (tx) => tx<{ isHeld: boolean; count: number }[]>`
      SELECT worker IS NOT NULL AS "isHeld", count(*)::int AS count
      FROM gancho.queue WHERE hook_id = ${hookId} GROUP BY 1`,
  );
  expect(counts).toEqual([{ isHeld: false, count: 2 * IN_FLIGHT }]);
  const attempts = await asEngine(
    world.db,
    (tx) => tx<{ outcome: string; count: number }[]>`
      SELECT outcome, count(*)::int AS count
      FROM gancho.attempts WHERE hook_id = ${hookId} GROUP BY 1`,
  );
  expect(attempts).toEqual([{ outcome: 'success', count: IN_FLIGHT }]);
  expect(destination.requests).toHaveLength(IN_FLIGHT);
  await destination.close();
});
