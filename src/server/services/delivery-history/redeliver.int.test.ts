import { asEngine, insertCompany, insertHook } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { expect, it } from 'vitest';
import type { Context } from '../context';
import { deleteHook, discardQueue, updateHook } from '../hooks';
import { getDelivery, redeliver } from '.';

const stage = useEngineStage();

type Delivered = { companyId: number; projectId: number; hookId: number; deliveryId: number };

/** Makes a hook with deliveries of this many events, each attempted once. */
async function hookWith(count: number, settings: object = {}): Promise<Delivered[]> {
  const destination = { ...stage.tenant, destinationUrl: stage.receiver.url };
  const { hookId } = await insertHook(stage.world, { ...destination, ...settings });
  await stage.engine.publish(
    stage.tenant,
    Array.from({ length: count }, (_, n) => n + 1),
  );
  await stage.engine.dispatch();
  const rows = await asEngine(
    stage.world.db,
    (tx) =>
      tx<{ id: number }[]>`SELECT id FROM gancho.deliveries WHERE hook_id = ${hookId} ORDER BY id`,
  );
  return rows.map(({ id }) => ({ ...stage.tenant, hookId, deliveryId: id }));
}

async function one(settings: object = {}): Promise<Delivered> {
  const [first] = await hookWith(1, settings);
  if (first === undefined) throw new Error('nothing was delivered');
  return first;
}

const again = (at: Delivered, ctx: Context = stage.world.ctx) => redeliver({ ctx, input: at });
const read = (at: Delivered) => getDelivery({ ctx: stage.world.ctx, input: at });

/** Checks that the counters agree with the rows. */
async function expectExactCounts(hookId: number) {
  const [row] = await asEngine(
    stage.world.db,
    (tx) => tx<{ counted: number[]; actual: number[] }[]>`
      SELECT
        (SELECT ARRAY[sum(queued), sum(retrying), sum(delivered), sum(failed), sum(discarded)]::int[]
         FROM gancho.delivery_counts WHERE hook_id = ${hookId}) AS counted,
        (SELECT ARRAY[count(*) FILTER (WHERE status = 'queued'), count(*) FILTER (WHERE status = 'retrying'),
           count(*) FILTER (WHERE status = 'delivered'), count(*) FILTER (WHERE status = 'failed'),
           count(*) FILTER (WHERE status = 'discarded')]::int[]
         FROM gancho.deliveries WHERE hook_id = ${hookId}) AS actual`,
  );
  expect(row?.counted).toEqual(row?.actual);
}

it('sends the same bytes with the same id, and continues the attempt numbers', async () => {
  const at = await one();
  stage.world.announced.length = 0;
  expect(await again(at)).toMatchObject({ status: 'queued', attemptCount: 1, finishedAt: null });
  expect(stage.world.announced).toEqual(['gancho/deliveries.due']);
  await expectExactCounts(at.hookId);
  await stage.engine.deliver();

  const [first, second] = stage.receiver.requests;
  expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.headers['webhook-attempt']).toBe('2');
  const delivery = await read(at);
  expect(delivery).toMatchObject({ status: 'delivered', attemptCount: 2 });
  expect(delivery.attempts.map(({ n, outcome }) => [n, outcome])).toEqual([
    [1, 'success'],
    [2, 'success'],
  ]);
  await expectExactCounts(at.hookId);
});

it('gives a failed or discarded delivery a new retry window', async () => {
  stage.receiver.respondWith({ status: 503 });
  const at = await one({ retryWindowSeconds: 60 });
  await discardQueue({ ctx: stage.world.ctx, input: at });
  await stage.engine.deliver();
  expect(await read(at)).toMatchObject({ status: 'discarded' });
  await asEngine(
    stage.world.db,
    (tx) => tx`
      UPDATE gancho.deliveries SET first_attempt_at = first_attempt_at - interval '1 day'
      WHERE id = ${at.deliveryId}`,
  );

  await again(at);
  await stage.engine.deliver();
  expect(await read(at)).toMatchObject({ status: 'retrying', attemptCount: 2, reason: {} });
  await expectExactCounts(at.hookId);
});

it('conflicts with a delivery that already waits', async () => {
  stage.receiver.respondWith({ status: 503 });
  const at = await one();
  await expect(again(at)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('in the queue already'),
  });
});

it('waits while the hook is disabled, and is refused once it is deleted', async () => {
  const at = await one();
  const set = (status: 'active' | 'disabled') =>
    updateHook({ ctx: stage.world.ctx, input: { ...stage.tenant, hookId: at.hookId, status } });
  await set('disabled');
  await again(at);
  await stage.engine.deliver();
  expect(stage.receiver.requests).toHaveLength(1);
  await set('active');
  await stage.engine.deliver();
  expect(stage.receiver.requests).toHaveLength(2);

  await deleteHook({ ctx: stage.world.ctx, input: at });
  await expect(again(at)).rejects.toMatchObject({ code: 'not_found' });
});

it('goes first in order, even after a queue was discarded', async () => {
  stage.receiver.respondWith({ status: 503 });
  const [first, second] = await hookWith(2, { deliveryMode: 'in_order' });
  if (first === undefined || second === undefined) throw new Error('two were expected');
  await discardQueue({ ctx: stage.world.ctx, input: first });
  await stage.engine.deliver();
  stage.receiver.requests.length = 0;
  stage.receiver.respondWith({ status: 200 });
  await again(second);
  await again(first);
  await stage.engine.deliver();
  expect(stage.receiver.requests.map(({ headers }) => headers['webhook-attempt'])).toEqual([
    '2',
    '1',
  ]);
  await expectExactCounts(first.hookId);
});

it('is not found for another tenant, another hook or a purged day', async () => {
  const at = await one();
  const other = await one();
  const stranger = await insertCompany(stage.world, 'Stranger');
  const missing = { code: 'not_found' };
  const mixed = { ...at, hookId: other.hookId };
  await expect(again(mixed)).rejects.toMatchObject(missing);
  await expect(again({ ...at, ...stranger })).rejects.toMatchObject(missing);
  await expect(again({ ...at, deliveryId: 4711 })).rejects.toMatchObject(missing);
  await expectExactCounts(at.hookId);
});

it('leaves its audit row, is refused to people who may only read, and rolls back', async () => {
  const at = await one();
  const reader: Context = {
    ...stage.world.services,
    actor: {
      kind: 'user',
      userId: 1,
      roles: [{ companyId: stage.tenant.companyId, projectId: null, role: 'read_only' }],
    },
  };
  await expect(again(at, reader)).rejects.toMatchObject({ code: 'forbidden' });

  const refusal = `CHECK (company_id <> ${stage.tenant.companyId}) NOT VALID`;
  await stage.world.db.engine.unsafe(
    `ALTER TABLE gancho.audit_log ADD CONSTRAINT refused ${refusal}`,
  );
  await expect(again(at)).rejects.toThrow();
  await stage.world.db.engine.unsafe('ALTER TABLE gancho.audit_log DROP CONSTRAINT refused');
  expect(await read(at)).toMatchObject({ status: 'delivered' });

  await again(at);
  const [row] = await asEngine(
    stage.world.db,
    (tx) => tx<{ action: string; subject_id: string; details: object }[]>`
      SELECT action, subject_id, details FROM gancho.audit_log
      WHERE company_id = ${stage.tenant.companyId} ORDER BY id DESC LIMIT 1`,
  );
  expect(row).toMatchObject({
    action: 'delivery.redeliver',
    subject_id: String(at.deliveryId),
    details: { hook_id: at.hookId, was: 'delivered' },
  });
});

it('shows nothing of the delivery to a client that may not read', async () => {
  const at = await one();
  const client = {
    kind: 'client',
    apiClientId: 1,
    companyId: at.companyId,
    projectIds: null,
    scopes: ['deliveries:write'],
  } as const;
  expect(await again(at, { ...stage.world.ctx, actor: client })).toMatchObject({
    status: 'queued',
    payload: '{}',
    attempts: [],
  });
});
