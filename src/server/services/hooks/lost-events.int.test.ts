import { asEngine, insertHook } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { lossyHook } from '@tests/support/lossy-hook';
import { beforeEach, describe, expect, it } from 'vitest';
import { dismissLost, listHooks, sendTest } from '.';

const stage = useEngineStage();
const hook = lossyHook(stage);
const { at, read, deliveries, noticed, expectLost, hookWith, endWindow, redeliverAll } = hook;

beforeEach(() => hook.addAdmin());

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
  // On a slow machine, a second passes before the test, and the events would be refused with it.
  await asEngine(
    stage.world.db,
    (tx) =>
      tx`UPDATE gancho.queue SET due_at = now() + interval '1 hour' WHERE hook_id = ${at.hookId}`,
  );
  stage.receiver.respondWith(() => ({ status: 410 }));
  await sendTest({ ctx: stage.world.ctx, input: at });
  await stage.engine.deliver();
  await expectLost(0);
  await endWindow();
  expect((await deliveries()).map(({ status }) => status)).toContain('failed');
  expect((await read()).lost?.reason).toMatchObject({ code: 'gone' });
  expect(await read()).toMatchObject({ health: 'disabled', disabledReason: 'gone' });
});

it('a success that comes after the loss ends the loss of its event', async () => {
  await hookWith({});
  await endWindow();
  const [{ id } = { id: 0 }] = await deliveries();
  await asEngine(stage.world.db, async (tx) => {
    const [last] = await tx<{ n: number; hook_id: number; company_id: number }[]>`
      UPDATE gancho.attempts a SET outcome = 'unknown', finished_at = NULL
      WHERE a.delivery_id = ${id} AND a.n = (SELECT max(m.n) FROM gancho.attempts m WHERE m.delivery_id = ${id})
      RETURNING a.n, a.hook_id, a.company_id`;
    const result = {
      ...last,
      delivery_id: id,
      outcome: 'success',
      status: 'delivered',
      response_status: 200,
      started_ms: Date.now(),
      finished_ms: Date.now(),
      timing: {},
      is_test: false,
      is_response_truncated: false,
    };
    await tx`SELECT gancho.record(NULL, ${JSON.stringify([result])}::json, ${JSON.stringify([{ hook_id: at.hookId, failures: 0, is_retried: false, answer_kept: 1, answer_added: 0, is_gone: false }])}::json)`;
  });
  await expectLost(2);
  expect((await deliveries()).map(({ status }) => status)).toEqual([
    'delivered',
    'discarded',
    'discarded',
  ]);
  const [row] = await asEngine(
    stage.world.db,
    (tx) => tx<{ delivered: number; discarded: number }[]>`
      SELECT sum(delivered)::int AS delivered, sum(discarded)::int AS discarded FROM gancho.delivery_counts
      WHERE hook_id = ${at.hookId}`,
  );
  expect(row).toEqual({ delivered: 1, discarded: 2 });
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
