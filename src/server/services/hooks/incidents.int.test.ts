import { asEngine, insertHook } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { lossyHook } from '@tests/support/lossy-hook';
import { and, desc, eq } from 'drizzle-orm';
import { beforeEach, expect, it, vi } from 'vitest';
import { auditLog, notifications } from '@/server/db/schema';
import { dismissLost, sendTest, updateHook } from '.';

const stage = useEngineStage();
const hook = lossyHook(stage);
const { at, read, noticed, hookWith, endWindow, redeliverOne } = hook;

beforeEach(() => hook.addAdmin());

it('an in-order hook fails after five attempts, and recovers with the first success', async () => {
  await hookWith({ deliveryMode: 'in_order' });
  const tryAgain = async () => {
    await asEngine(
      stage.world.db,
      (tx) => tx`UPDATE gancho.queue SET due_at = now() WHERE hook_id = ${at.hookId}`,
    );
    await asEngine(
      stage.world.db,
      (tx) => tx`SELECT gancho.reschedule(ARRAY[${at.hookId}::bigint])`,
    );
    await stage.engine.deliver();
    await stage.engine.notify();
  };
  for (let times = 2; times < 5; times += 1) await tryAgain();
  expect(await read()).toMatchObject({ health: 'retrying', isFailing: false });
  await tryAgain();
  expect(await read()).toMatchObject({ health: 'failing', isFailing: true });
  stage.receiver.respondWith(() => ({ status: 200 }));
  await tryAgain();
  expect(await read()).toMatchObject({ health: 'healthy', incidentAt: null });
  expect((await noticed()).map(({ kind }) => kind)).toEqual(['failing', 'recovered']);
});

it('a hook that is enabled again has not recovered before an event succeeds', async () => {
  await hookWith({});
  await endWindow();
  await dismissLost({ ctx: stage.world.ctx, input: at });
  for (const status of ['disabled', 'active'] as const) {
    const hook = await updateHook({ ctx: stage.world.ctx, input: { ...at, status } });
    expect(hook.disabledAt === null).toBe(status === 'active');
  }
  expect(await read()).toMatchObject({ health: 'retrying', incidentAt: expect.any(Date) });
});

it('an event that succeeds with the settings before a change ends the incident', async () => {
  await hookWith({});
  await endWindow();
  await redeliverOne();
  const before = stage.receiver.requests.length;
  // The change comes while the request is under way.
  stage.receiver.respondWith(() => ({ status: 200, delayMs: 300 }));
  const delivered = stage.engine.deliver();
  await vi.waitUntil(() => stage.receiver.requests.length > before);
  await updateHook({ ctx: stage.world.ctx, input: { ...at, name: 'Renamed' } });
  await delivered;
  await stage.engine.notify();
  expect(await read()).toMatchObject({ health: 'lost', incidentAt: null, name: 'Renamed' });
  expect((await noticed()).map(({ kind }) => kind)).toEqual(['window_ended', 'recovered']);
});

it('the audit log says the health that the console shows', async () => {
  await hookWith({ deliveryMode: 'in_order' });
  await endWindow();
  const [row] = await stage.world.db.asSystem((tx) =>
    tx
      .select({ details: auditLog.details })
      .from(auditLog)
      .where(
        and(eq(auditLog.action, 'hook.health_change'), eq(auditLog.subjectId, String(at.hookId))),
      )
      .orderBy(desc(auditLog.id))
      .limit(1),
  );
  expect(row?.details).toMatchObject({ health: 'lost' });
});

it('the first lost event is told, although the hook is in no trouble', async () => {
  const { engine, tenant, world } = stage;
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl: 'https://10.0.0.7/' });
  Object.assign(at, tenant, { hookId });
  for (const id of [1, 2]) {
    await engine.publish(tenant, [id]);
    await engine.dispatch();
    await engine.notify();
  }
  expect(await noticed()).toMatchObject([
    {
      kind: 'window_ended',
      reason: { code: 'blocked_address', params: { host: '10.0.0.7', count: 1 } },
    },
  ]);
  expect(await read()).toMatchObject({ health: 'lost', lost: { count: 2 }, incidentAt: null });
});

it('the end of a window is not told again with a later loss', async () => {
  await hookWith({});
  await endWindow();
  await dismissLost({ ctx: stage.world.ctx, input: at });
  await stage.world.db.asSystem((tx) => tx.delete(notifications));
  stage.receiver.respondWith(() => ({ status: 410 }));
  await redeliverOne();
  await stage.engine.deliver();
  await stage.engine.notify();
  expect((await noticed()).map(({ kind }) => kind)).toEqual(['gone']);
});

it('a successful test proves the endpoint, and no event', async () => {
  const { engine, receiver, tenant, world } = stage;
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  Object.assign(at, tenant, { hookId });
  expect(await read()).toMatchObject({ health: 'never_delivered', testSucceededAt: null });
  await sendTest({ ctx: world.ctx, input: at });
  await engine.deliver();
  expect(await read()).toMatchObject({
    health: 'never_delivered',
    testSucceededAt: expect.any(Date),
    lastSuccessAt: null,
  });
});
