import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSender, type Sender } from '@/server/gateways/sender/sender';
import { Pump } from './delivery/pump';
import { Doorbell } from './doorbell';
import { createEngineServices } from './engine-services';
import { publishEvents } from './publish/publish-events';

const database = useDatabase();
let world: World;
let sender: Sender;
let receiver: Receiver;

beforeAll(async () => {
  world = createWorld(database.url);
  sender = createSender({ version: '0', allowedPrivateCidrs: ['127.0.0.0/8'] });
  receiver = await startReceiver();
});
afterAll(async () => {
  await sender.close();
  await receiver.close();
  await world.db.close();
});

it('a run of dispatch takes what is announced while it is there, and ends when nothing is', async () => {
  const place = await insertCompany(world);
  await insertHook(world, { ...place, destinationUrl: receiver.url });
  const pump = new Pump({
    ...world.services,
    sender,
    workerName: 'linger',
    onHealthChange: () => {},
  });
  const doorbell = new Doorbell();
  const settings = { ...world.services.settings, engine: 'embedded' as const };
  const engine = createEngineServices({ ...world.services, settings }, pump, { doorbell });
  const publish = () =>
    publishEvents({
      ctx: world.ctx,
      input: {
        companyId: place.companyId,
        events: [
          {
            resource_name: 'RFIs',
            resource_id: '1',
            event_type: 'create',
            project_id: place.projectId,
          },
        ],
      },
    });

  await publish();
  const run = engine.dispatchAndDeliver({ budgetMs: 60_000 });
  for (let received = 1; received <= 3; received += 1) {
    await expect.poll(() => receiver.requests.length, { interval: 5 }).toBe(received);
    await publish();
    doorbell.ring();
  }
  expect(await run).toMatchObject({ dispatched: 4, attempted: 4, hasMore: false });
  expect(receiver.requests).toHaveLength(4);
  await pump.close();
});
