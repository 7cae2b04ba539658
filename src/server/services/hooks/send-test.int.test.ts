import { insertHook } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { expect, it } from 'vitest';
import { getDelivery } from '../delivery-history';
import { getHook, getQueue, sendTest, updateHook } from '.';

const stage = useEngineStage();

async function hookWith(settings: object = {}) {
  const destination = { ...stage.tenant, destinationUrl: stage.receiver.url };
  const { hookId } = await insertHook(stage.world, { ...destination, ...settings });
  return { ...stage.tenant, hookId };
}
const test = (at: { hookId: number }, choice: object = {}) =>
  sendTest({ ctx: stage.world.ctx, input: { ...stage.tenant, ...at, ...choice } });
const delivery = (at: { hookId: number }, deliveryId: number) =>
  getDelivery({ ctx: stage.world.ctx, input: { ...stage.tenant, ...at, deliveryId } });

it('sends the first selected event to that hook only, marked as test', async () => {
  const at = await hookWith({ selected: [['Submittals', 'update']], payloadVersion: 'v4.0' });
  await hookWith({ selected: [['Submittals', 'update']] });
  const { deliveryId } = await test(at);
  await stage.engine.dispatch();
  expect(stage.receiver.requests).toHaveLength(1);
  const [request] = stage.receiver.requests;
  expect(request?.headers).toMatchObject({ 'webhook-test': 'true', 'webhook-attempt': '1' });
  expect(JSON.parse(request?.body.toString() ?? '')).toMatchObject({
    resource_type: 'Submittals',
    reason: 'update',
    project_id: String(stage.tenant.projectId),
    data: { title: 'Submittals: test event' },
  });
  expect(await delivery(at, deliveryId)).toMatchObject({ status: 'delivered', isTest: true });
  const hook = await getHook({ ctx: stage.world.ctx, input: at });
  expect(hook).toMatchObject({ health: 'never_delivered', lastSuccessAt: null });
});

it.each(['parallel', 'in_order'] as const)(
  'goes out %s past what fails, once, and leaves the health as it is',
  async (deliveryMode) => {
    const at = await hookWith({ deliveryMode });
    // No retry comes due while the test runs.
    stage.receiver.respondWith({ status: 503, headers: { 'retry-after': '600' } });
    await stage.engine.publish(stage.tenant, [1, 2, 3, 4, 5, 6]);
    await stage.engine.dispatch();
    const hookBefore = await getHook({ ctx: stage.world.ctx, input: at });
    const { nextAttemptAt } = await getQueue({ ctx: stage.world.ctx, input: at });
    stage.receiver.requests.length = 0;

    stage.receiver.respondWith({ status: 418 });
    const failed = await test(at);
    await stage.engine.deliver();
    stage.receiver.respondWith({ status: 200 });
    const taken = await test(at);
    await stage.engine.deliver();

    expect(stage.receiver.requests).toHaveLength(2);
    expect(await delivery(at, failed.deliveryId)).toMatchObject({
      status: 'failed',
      reason: { code: 'http_status', params: { status: 418 } },
    });
    expect(await delivery(at, taken.deliveryId)).toMatchObject({ status: 'delivered' });
    expect(await getHook({ ctx: stage.world.ctx, input: at })).toEqual({
      ...hookBefore,
      testSucceededAt: expect.any(Date),
    });
    expect(await getQueue({ ctx: stage.world.ctx, input: at })).toMatchObject({
      depth: 6,
      inFlight: 0,
      nextAttemptAt,
    });
  },
);

it('does not disable a hook that answers it with 410', async () => {
  const at = await hookWith();
  stage.receiver.respondWith({ status: 410 });
  await test(at);
  await stage.engine.dispatch();
  expect(await getHook({ ctx: stage.world.ctx, input: at })).toMatchObject({ status: 'active' });
});

it('may name any event that the hook could select, and names the reason against another', async () => {
  const at = await hookWith({ selected: [] });
  await expect(test(at)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('no selected events'),
  });
  await test(at, { resourceName: 'RFIs', eventType: 'delete' });
  await stage.engine.dispatch();
  expect(stage.receiver.requests).toHaveLength(1);
  const half = test(at, { resourceName: 'RFIs' });
  await expect(half).rejects.toMatchObject({ code: 'invalid_input' });
  const foreign = test(at, { resourceName: 'Offices', eventType: 'create' });
  await expect(foreign).rejects.toMatchObject({ code: 'invalid_input' });
});

it('is refused above ten a minute, and for a disabled hook', async () => {
  const at = await hookWith();
  for (let n = 0; n < 10; n += 1) await test(at);
  await expect(test(at)).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterSeconds: expect.any(Number),
  });
  await test(await hookWith());
  await updateHook({ ctx: stage.world.ctx, input: { ...at, status: 'disabled' } });
  await expect(test(at)).rejects.toMatchObject({ code: 'conflict' });
});
