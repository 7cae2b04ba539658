import { asEngine, insertHook } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { beforeEach, describe, expect, it } from 'vitest';
import { memberships, notifications, users } from '@/server/db/schema';
import { redeliver } from '../delivery-history';
import { dismissLost, getHook, listHooks, sendTest, updateHook } from '.';

const stage = useEngineStage();
let at: { companyId: number; projectId: number; hookId: number };

const read = () => getHook({ ctx: stage.world.ctx, input: at });

const deliveries = () =>
  asEngine(
    stage.world.db,
    (tx) => tx<{ id: number; status: string; created_at: Date }[]>`
      SELECT id, status, created_at FROM gancho.deliveries WHERE hook_id = ${at.hookId} ORDER BY id`,
  );

const noticed = () =>
  stage.world.db.asSystem((tx) =>
    tx
      .select({ kind: notifications.kind, reason: notifications.reason })
      .from(notifications)
      .orderBy(notifications.id),
  );

/** The same in the counters of the days and in the marks of the deliveries. */
async function expectLost(count: number): Promise<void> {
  const [row] = await asEngine(
    stage.world.db,
    (tx) => tx<{ counted: number; marked: number }[]>`
      SELECT (SELECT sum(lost)::int FROM gancho.delivery_counts WHERE hook_id = ${at.hookId}) AS counted,
        (SELECT count(*)::int FROM gancho.discards WHERE hook_id = ${at.hookId} AND is_lost) AS marked`,
  );
  expect(row).toEqual({ counted: count, marked: count });
  expect((await read()).lost?.count ?? 0).toBe(count);
}

async function hookWith(settings: object): Promise<void> {
  const { engine, receiver, tenant, world } = stage;
  const { hookId } = await insertHook(world, {
    ...tenant,
    destinationUrl: receiver.url,
    ...settings,
  });
  at = { ...tenant, hookId };
  receiver.respondWith(() => ({ status: 503 }));
  await engine.publish(tenant, [1, 2, 3]);
  await engine.dispatch();
}

/** The retry window of the hook ends with the next failure. */
async function endWindow(): Promise<void> {
  await asEngine(stage.world.db, async (tx) => {
    await tx`UPDATE gancho.hook_queue SET failing_since = now() - interval '13 hours' WHERE hook_id = ${at.hookId}`;
    await tx`UPDATE gancho.queue SET due_at = now() WHERE hook_id = ${at.hookId}`;
    await tx`SELECT gancho.reschedule(ARRAY[${at.hookId}::bigint])`;
  });
  await stage.engine.deliver();
  await stage.engine.notify();
}

async function redeliverAll(): Promise<void> {
  for (const { id: deliveryId } of await deliveries())
    await redeliver({ ctx: stage.world.ctx, input: { ...at, deliveryId } });
  await stage.engine.deliver();
  await stage.engine.notify();
}

beforeEach(async () => {
  await stage.world.db.asSystem(async (tx) => {
    await tx.delete(notifications);
    const [user] = await tx
      .insert(users)
      .values({ email: `admin-${stage.tenant.companyId}@example.com` })
      .returning();
    await tx.insert(memberships).values({
      companyId: stage.tenant.companyId,
      userId: user?.id ?? 0,
      projectId: null,
      role: 'admin',
    });
  });
});

describe.each(['parallel', 'in_order'] as const)('the events of a hook, %s', (deliveryMode) => {
  it('are lost when its window ends, until they are redelivered', async () => {
    await hookWith({ deliveryMode });
    expect(await read()).toMatchObject({ health: 'retrying', lost: null });
    await endWindow();

    const rows = await deliveries();
    expect(rows.map(({ status }) => status)).toEqual(Array(3).fill('discarded'));
    expect(await read()).toMatchObject({
      health: 'lost',
      incidentAt: expect.any(Date),
      lost: { count: 3, reason: { code: 'hook_window_ended' } },
    });
    const { lost } = await read();
    expect([lost?.from.getTime(), lost?.until.getTime()]).toEqual([
      new Date(rows[0]?.created_at ?? 0).getTime(),
      new Date(rows[2]?.created_at ?? 0).getTime(),
    ]);
    await expectLost(3);
    expect(await noticed()).toEqual([
      { kind: 'window_ended', reason: { code: 'hook_window_ended', params: { count: 3 } } },
    ]);

    stage.receiver.respondWith(() => ({ status: 200 }));
    await redeliverAll();
    await expectLost(0);
    expect(await read()).toMatchObject({ health: 'healthy', incidentAt: null, lost: null });
    expect((await noticed()).map(({ kind }) => kind)).toEqual(['window_ended', 'recovered']);
  });

  it('are lost again when they fail again', async () => {
    await hookWith({ deliveryMode });
    await endWindow();
    await redeliverAll();
    await expectLost(0);
    await endWindow();
    await expectLost(3);
  });
});

it('dismissed events are no longer lost, and the hook has not recovered', async () => {
  await hookWith({});
  await endWindow();
  const dismiss = () => dismissLost({ ctx: stage.world.ctx, input: at });
  expect(await dismiss()).toEqual({ dismissed: 3 });
  expect(await dismiss()).toEqual({ dismissed: 0 });
  await expectLost(0);
  expect(await read()).toMatchObject({ health: 'retrying', incidentAt: expect.any(Date) });

  // A redelivered one counts neither as lost nor as one fewer.
  stage.receiver.respondWith(() => ({ status: 200 }));
  await redeliverAll();
  await expectLost(0);
  expect((await noticed()).map(({ kind }) => kind)).toEqual(['window_ended', 'recovered']);
});

it('an event that is refused for good is lost, and a test is not', async () => {
  await hookWith({});
  stage.receiver.respondWith(() => ({ status: 410 }));
  await sendTest({ ctx: stage.world.ctx, input: at });
  await stage.engine.deliver();
  await expectLost(0);
  await endWindow();
  expect((await deliveries()).map(({ status }) => status)).toContain('failed');
  expect((await read()).lost?.reason).toMatchObject({ code: 'gone' });
  expect(await read()).toMatchObject({ health: 'disabled', disabledReason: 'gone' });
});

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

it('a successful test proves the endpoint, and no event', async () => {
  const { engine, receiver, tenant, world } = stage;
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  at = { ...tenant, hookId };
  expect(await read()).toMatchObject({ health: 'never_delivered', testSucceededAt: null });
  await sendTest({ ctx: world.ctx, input: at });
  await engine.deliver();
  expect(await read()).toMatchObject({
    health: 'never_delivered',
    testSucceededAt: expect.any(Date),
    lastSuccessAt: null,
  });
});

it('a list says the lost events of each hook', async () => {
  await hookWith({});
  await endWindow();
  const other = await insertHook(stage.world, {
    ...stage.tenant,
    destinationUrl: stage.receiver.url,
  });
  const { items } = await listHooks({ ctx: stage.world.ctx, input: stage.tenant });
  expect(items.map(({ id, health, lost }) => [id, health, lost?.count])).toEqual([
    [at.hookId, 'lost', 3],
    [other.hookId, 'never_delivered', undefined],
  ]);
});
