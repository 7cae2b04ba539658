import { asEngine, insertHook } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { lossyHook } from '@tests/support/lossy-hook';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redeliveryInput } from '@/contracts/redeliveries';
import { feedPart } from '@/server/engine/recovery/feed-part';
import { deleteHook, discardQueue, updateHook } from '../hooks';
import {
  cancelRedelivery,
  getRedelivery,
  listRedeliveries,
  pauseRedelivery,
  previewRedelivery,
  resumeRedelivery,
  startRedelivery,
} from '.';

const stage = useEngineStage();
const hook = lossyHook(stage);
const { at, read, deliveries, noticed, expectLost, hookWith, endWindow } = hook;

type Part = { redelivery_id: number; hook_id: number; company_id: number };
type Choice = Partial<Parameters<typeof startRedelivery>[0]['input']>;
const start = (choice: Choice) =>
  startRedelivery({ ctx: stage.world.ctx, input: { ...at, ...choice } });
const preview = (choice: Choice) =>
  previewRedelivery({ ctx: stage.world.ctx, input: { ...at, ...choice } });
const job = (redeliveryId: number) =>
  getRedelivery({ ctx: stage.world.ctx, input: { ...at, redeliveryId } });

async function carryOut(): Promise<void> {
  const running = stage.engine.recover();
  let isEnded = false;
  void running.finally(() => {
    isEnded = true;
  });
  while (!isEnded) await stage.engine.deliver();
  await running;
  await stage.engine.notify();
}

const received = () =>
  stage.receiver.requests.map(({ headers }) => String(headers['webhook-id'])).sort();

beforeEach(() => hook.addAdmin());
// The engine of the next test would carry them out.
afterEach(() =>
  asEngine(
    stage.world.db,
    (tx) =>
      tx`UPDATE gancho.redeliveries SET state = 'cancelled', ended_at = now() WHERE ended_at IS NULL`,
  ),
);

describe.each(['parallel', 'in_order'] as const)('lost events of a hook, %s', (deliveryMode) => {
  it('come back in one act, with their own ids, and the hook recovers', async () => {
    await hookWith({ deliveryMode });
    await endWindow();
    await expectLost(3);
    const ids = [...new Set(received())];
    stage.receiver.respondWith(() => ({ status: 200 }));
    stage.receiver.requests.length = 0;
    expect(await preview({ only: 'lost' })).toMatchObject({
      matched: 3,
      hooks: 1,
      sample: [{ resourceId: '1', status: 'discarded' }, {}, {}],
    });
    const { id, matched, state } = await start({ only: 'lost' });
    expect({ matched, state }).toEqual({ matched: 3, state: 'running' });
    await carryOut();

    expect(await job(id)).toMatchObject({
      ...{ state: 'finished', matched: 3, sent: 3, delivered: 3, failed: 0, open: 0 },
      endedAt: expect.any(Date),
    });
    expect(received()).toHaveLength(3);
    expect(new Set(received())).toEqual(new Set([...received(), ...ids]));
    await expectLost(0);
    expect(await read()).toMatchObject({ health: 'healthy', lost: null });
    expect((await noticed()).map(({ kind }) => kind)).toEqual(['window_ended', 'recovered']);
  });
});

describe('a job', () => {
  beforeEach(async () => {
    await hookWith({});
    await endWindow();
    stage.receiver.respondWith(() => ({ status: 200 }));
    stage.receiver.requests.length = 0;
  });

  it('doubles nothing that another job sends at the same time', async () => {
    const jobs = await Promise.all([start({ only: 'lost' }), start({ statuses: ['discarded'] })]);
    await carryOut();
    expect(received()).toHaveLength(3);
    const ended = await Promise.all(jobs.map(({ id }) => job(id)));
    expect(ended.map(({ matched }) => matched)).toEqual([3, 3]);
    expect(ended.reduce((sum, { sent }) => sum + sent, 0)).toBe(3);
    expect(ended.map(({ state }) => state)).toEqual(['finished', 'finished']);
  });

  it('sends nothing while it is paused, and the rest when it goes on', async () => {
    const { id } = await start({ only: 'lost' });
    const input = { ...at, redeliveryId: id };
    await pauseRedelivery({ ctx: stage.world.ctx, input });
    await carryOut();
    expect(received()).toEqual([]);
    expect(await job(id)).toMatchObject({ state: 'paused', sent: 0 });
    await resumeRedelivery({ ctx: stage.world.ctx, input });
    await carryOut();
    expect(await job(id)).toMatchObject({ state: 'finished', delivered: 3 });
  });

  it('ends for good when it is cancelled', async () => {
    const { id } = await start({ only: 'lost' });
    const input = { ...at, redeliveryId: id };
    await cancelRedelivery({ ctx: stage.world.ctx, input });
    await carryOut();
    expect(received()).toEqual([]);
    expect(await job(id)).toMatchObject({ state: 'cancelled', endedAt: expect.any(Date) });
    await expect(resumeRedelivery({ ctx: stage.world.ctx, input })).rejects.toThrow(
      'you cannot resume it',
    );
    await expectLost(3);
  });

  it('does not trip the hook, whatever the endpoint answers', async () => {
    stage.receiver.respondWith(() => ({ status: 500 }));
    await start({ only: 'lost' });
    const running = stage.engine.recover();
    await expect
      .poll(async () => {
        await stage.engine.deliver();
        return (await deliveries()).map(({ status }) => status);
      })
      .toContain('retrying');
    expect(await read()).toMatchObject({ isFailing: false, failingSince: null });
    stage.receiver.respondWith(() => ({ status: 200 }));
    await expect
      .poll(async () => {
        await stage.engine.deliver();
        return (await deliveries()).map(({ status }) => status);
      })
      .toEqual(Array(3).fill('delivered'));
    await running;
  });

  it('leaves out what is sent again by hand in between', async () => {
    const { id } = await start({ only: 'lost' });
    await hook.redeliverOne();
    await stage.engine.deliver();
    await carryOut();
    expect(received()).toHaveLength(3);
    expect(await job(id)).toMatchObject({ matched: 3, sent: 2, delivered: 2 });
  });

  it('of a filter sends what matches, of a selection what is named', async () => {
    const rows = await deliveries();
    const { id } = await start({ ids: [rows[1]?.id ?? 0] });
    await carryOut();
    expect(await job(id)).toMatchObject({ matched: 1, delivered: 1 });
    expect(await preview({ statuses: ['delivered'] })).toMatchObject({ matched: 1 });
    expect(await preview({ statuses: ['failed', 'discarded'] })).toMatchObject({ matched: 2 });
    expect(await preview({ resourceId: '3' })).toMatchObject({ matched: 1 });
    expect(await preview({ resourceNames: ['Observations'] })).toMatchObject({ matched: 0 });
    expect(await start({ resourceId: 'none' })).toMatchObject({ state: 'finished', matched: 0 });
  });

  it('refuses an empty list, which would choose everything', () => {
    for (const field of ['ids', 'statuses', 'resourceNames', 'eventTypes', 'responses'])
      expect(redeliveryInput.safeParse({ ...at, [field]: [] }).success, field).toBe(false);
  });

  it('leaves out what somebody discards after it has begun', async () => {
    const { engine, tenant, world } = stage;
    await updateHook({ ctx: world.ctx, input: { ...at, status: 'disabled' } });
    await engine.publish(tenant, [7, 8]);
    await engine.dispatch();
    const { id } = await start({ only: 'missing' });
    await discardQueue({ ctx: world.ctx, input: at });
    await engine.deliver();
    await updateHook({ ctx: world.ctx, input: { ...at, status: 'active' } });
    await carryOut();
    expect(await job(id)).toMatchObject({ state: 'finished', matched: 3, sent: 3, delivered: 3 });
  });

  it('ends with its hook, and leaves nothing open', async () => {
    const { id } = await start({ only: 'lost' });
    await deleteHook({ ctx: stage.world.ctx, input: at });
    await carryOut();
    const input = { ...at, redeliveryId: id };
    expect(await getRedelivery({ ctx: stage.world.ctx, input })).toMatchObject({
      ...{ state: 'finished', sent: 0, open: 0 },
    });
    expect((await deliveries()).map(({ status }) => status)).toEqual(Array(3).fill('discarded'));
  });

  it('of one hook sends one portion to an endpoint that fails, however many jobs there are', async () => {
    const { engine, tenant, world } = stage;
    await updateHook({ ctx: world.ctx, input: { ...at, maxInFlight: 2 } });
    await engine.publish(tenant, [11, 12, 13, 14, 15]);
    await engine.dispatch();
    const ids = (await deliveries()).map((row) => row.id);
    await world.db
      .engine`UPDATE gancho.hook_queue SET answer_ms = 900 WHERE hook_id = ${at.hookId}`;
    for (const one of ids) await start({ ids: [one] });
    const parts = () => world.db.engine<Part[]>`SELECT * FROM gancho.open_redeliveries(50)`;
    for (let round = 0; round < 4; round += 1) {
      for (const {
        redelivery_id: redeliveryId,
        hook_id: hookId,
        company_id: companyId,
      } of await parts())
        await feedPart(world.db, { redeliveryId, hookId, companyId }, 100);
    }
    const [row] = await world.db.engine<{ n: number }[]>`
      SELECT count(*)::int AS n FROM gancho.queue WHERE hook_id = ${at.hookId} AND is_recovery`;
    expect(row?.n).toBe(1);
  });

  it('that waits for a disabled hook takes no turn from the jobs of others', async () => {
    const { world, tenant } = stage;
    await updateHook({ ctx: world.ctx, input: { ...at, status: 'disabled' } });
    for (let n = 0; n < 60; n += 1) await start({ only: 'lost' });
    const other = await insertHook(world, { ...tenant, destinationUrl: stage.receiver.url });
    const input = { ...tenant, hookId: other.hookId, only: 'missing' as const };
    const { id } = await startRedelivery({ ctx: world.ctx, input });
    const rows = await world.db.engine<Part[]>`SELECT * FROM gancho.open_redeliveries(50)`;
    expect(rows.map((row) => row.redelivery_id)).toEqual([id]);
  });

  it('is forgotten with the history, and wakes nobody while it is paused', async () => {
    const { id } = await start({ only: 'lost' });
    const input = { ...at, redeliveryId: id };
    await pauseRedelivery({ ctx: stage.world.ctx, input });
    expect(await stage.engine.findWork()).toMatchObject({ hasRedeliveries: false });
    await cancelRedelivery({ ctx: stage.world.ctx, input });
    expect(await stage.engine.findWork()).toMatchObject({ hasRedeliveries: true });
    await carryOut();
    await asEngine(stage.world.db, async (tx) => {
      await tx`UPDATE gancho.redeliveries SET ended_at = now() - interval '40 days' WHERE id = ${id}`;
      await tx`SELECT gancho.forget_days(gancho.day_of(now()) - 28, '{}')`;
    });
    await expect(job(id)).rejects.toThrow('not found');
  });

  it('refuses fields that contradict each other', async () => {
    await expect(start({ only: 'lost', resourceId: '1' })).rejects.toThrow(
      'does not go together with lost',
    );
    await expect(start({ since: new Date(5), until: new Date(5) })).rejects.toThrow('later');
  });

  it('of a project or a company covers its hooks', async () => {
    const { companyId } = at;
    const input = { companyId, projectId: null, hookId: null, only: 'lost' as const };
    const { id } = await startRedelivery({ ctx: stage.world.ctx, input });
    await carryOut();
    const list = { companyId, projectId: null, hookId: null, limit: 20, offset: 0 };
    expect(await listRedeliveries({ ctx: stage.world.ctx, input: list })).toMatchObject({
      items: [{ id, matched: 3, delivered: 3, state: 'finished' }],
      total: 1,
    });
  });
});

describe('events that a hook has missed', () => {
  it('are those from before it, from before its trigger, and discarded ones', async () => {
    const { engine, tenant, world } = stage;
    await engine.publish(tenant, [1, 2, 3]);
    await engine.dispatch();
    const { hookId } = await insertHook(world, { ...tenant, destinationUrl: stage.receiver.url });
    Object.assign(at, tenant, { hookId });
    stage.receiver.requests.length = 0;
    expect(await preview({ only: 'missing' })).toMatchObject({
      matched: 3,
      sample: [{ resourceId: '1', status: null, deliveryId: null }, {}, {}],
    });
    await engine.publish(tenant, [4]);
    await engine.dispatch();
    expect(received()).toHaveLength(1);
    const { id } = await start({ only: 'missing' });
    await carryOut();
    expect(await job(id)).toMatchObject({ state: 'finished', matched: 3, delivered: 3 });
    expect(received()).toHaveLength(4);
    expect(await preview({ only: 'missing' })).toMatchObject({ matched: 0 });
  });
});
