import { asEngine } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Context } from '../context';
import { redeliver } from '../delivery-history';
import { createHook, rotateSecret, sendTest, updateHook } from '.';

const stage = useEngineStage();
let elsewhere: Receiver;
let ana: Context;
let ben: Context;
let at: { companyId: number; projectId: number; hookId: number };

beforeEach(async () => {
  elsewhere = await startReceiver();
  const { companyId, projectId } = stage.tenant;
  const roles = [{ companyId, projectId: null, role: 'admin' as const }];
  const rows = await asEngine(
    stage.world.db,
    (tx) => tx`
      INSERT INTO gancho.users (email, name) SELECT 'user' || n || ${`@${companyId}.example.com`}, 'Somebody'
      FROM generate_series(1, 2) n RETURNING id`,
  );
  const [first, second] = rows.map(({ id }) => Number(id));
  const person = (userId: number): Context => ({
    ...stage.world.ctx,
    actor: { kind: 'user', userId, roles },
  });
  ana = person(first ?? 0);
  ben = person(second ?? 0);
  const hook = await createHook({
    ctx: ana,
    input: {
      companyId,
      projectId,
      payloadVersion: 'v2.0',
      destinationUrl: stage.receiver.url,
      destinationHeaders: { Authorization: 'Bearer of-ana-12345', 'X-Key': 'of-ana-too-67890' },
      triggers: [{ resourceName: 'RFIs', eventType: 'create' }],
    },
  });
  at = { companyId, projectId, hookId: hook.id };
});
afterEach(() => elsewhere.close());

const move = (ctx: Context, changes: object = {}) =>
  updateHook({ ctx, input: { ...at, destinationUrl: elsewhere.url, ...changes } });
const refusal = {
  code: 'invalid_input',
  details: [
    { field: 'destinationHeaders.Authorization', code: 'origin_changed' },
    { field: 'destinationHeaders.X-Key', code: 'origin_changed' },
  ],
};

it('follows only its setter, and a colleague or an operator must send it again', async () => {
  await expect(move(ben)).rejects.toMatchObject(refusal);
  await expect(move(stage.world.ctx)).rejects.toMatchObject(refusal);
  const given = { destinationHeaders: { Authorization: 'Bearer of-ben-12345' } };
  expect(await move(ben, given)).toMatchObject({ destinationUrl: elsewhere.url });
  await expect(
    updateHook({ ctx: ana, input: { ...at, destinationUrl: stage.receiver.url } }),
  ).rejects.toMatchObject({ details: [{ field: 'destinationHeaders.Authorization' }] });
});

it('stays the same after a test, a rotation, a disabling and a redelivery by a colleague', async () => {
  const { deliveryId } = await sendTest({ ctx: ben, input: at });
  await stage.engine.dispatch();
  await rotateSecret({ ctx: ben, input: { ...at, overlapSeconds: 0 } });
  for (const status of ['disabled', 'active'] as const) {
    await updateHook({ ctx: ben, input: { ...at, status } });
    await expect(move(ben, { status: 'active' })).rejects.toMatchObject(refusal);
  }
  await redeliver({ ctx: ben, input: { ...at, deliveryId } });
  await stage.engine.dispatch();
  expect(elsewhere.requests).toEqual([]);
  expect(stage.receiver.requests).toHaveLength(2);
  await move(ana);
  await redeliver({ ctx: ana, input: { ...at, deliveryId } });
  await stage.engine.dispatch();
  expect(elsewhere.requests[0]?.headers).toMatchObject({
    authorization: 'Bearer of-ana-12345',
    'x-key': 'of-ana-too-67890',
  });
});

it('must be sent again when no key opens it, and does not block other changes', async () => {
  await asEngine(
    stage.world.db,
    (tx) => tx`UPDATE gancho.hooks SET headers_sealed = 'v1.00000000.AAAA' WHERE id = ${at.hookId}`,
  );
  expect(await updateHook({ ctx: ana, input: { ...at, name: 'Other' } })).toMatchObject({
    name: 'Other',
  });
  await expect(move(ana)).rejects.toMatchObject({
    details: [{ code: 'unreadable' }, { code: 'unreadable' }],
  });
  const destinationHeaders = { Authorization: 'Bearer once-more-1' };
  expect(await move(ana, { destinationHeaders })).toMatchObject({
    destinationHeaders: [['Authorization', '*****ore-1']],
  });
});
