import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_QUOTAS } from '@/domain/quotas';
import type { Actor } from '../actor';
import { createHook } from '../hooks';
import { CompanyQuotas } from '../publish/company-quotas';
import { publishEvents } from '../publish/publish-events';
import { setQuotas } from '.';

const database = useDatabase();
let world: World;
let tenant: { companyId: number; projectId: number };

beforeAll(() => {
  world = createWorld(database.url);
});
beforeEach(async () => {
  tenant = await insertCompany(world);
});
afterAll(() => world.db.close());

const set = (changes: Parameters<typeof setQuotas>[0]['input']['changes']) =>
  setQuotas({ ctx: world.ctx, input: { companyId: tenant.companyId, changes } });
const newHook = () =>
  createHook({
    ctx: world.ctx,
    input: { ...tenant, destinationUrl: 'https://receiver.example/', payloadVersion: 'v2.0' },
  });
const publish = (count: number, companyId = tenant.companyId, projectId = tenant.projectId) =>
  publishEvents({
    ctx: world.ctx,
    input: {
      companyId,
      body: JSON.stringify(
        Array.from({ length: count }, (_, i) => ({
          resource_name: 'RFIs',
          resource_id: String(i),
          event_type: 'create' as const,
          project_id: projectId,
        })),
      ),
    },
  });
const refused = (message: RegExp) =>
  expect.objectContaining({ code: 'rate_limited', message: expect.stringMatching(message) });

it('limits the hooks of a company, also when two are created at once, and does not count deleted ones', async () => {
  await set({ hooks: 3 });
  const first = await newHook();
  const results = await Promise.allSettled([newHook(), newHook(), newHook(), newHook()]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  await expect(newHook()).rejects.toEqual(refused(/has 3 hooks.*delete one.*operator/));
  await asEngine(
    world.db,
    (tx) => tx`UPDATE gancho.hooks SET deleted_at = now() WHERE id = ${first.id}`,
  );
  await newHook();
  await set({ hooks: 4 });
  await newHook();
});

it('limits the events per second of a company after a burst, and of no other company', async () => {
  await set({ eventsPerSecond: 10 });
  await publish(60);
  await publish(40);
  await expect(publish(50)).rejects.toMatchObject({
    code: 'rate_limited',
    message: expect.stringMatching(/more than the 10 events per second/),
    retryAfterSeconds: 5,
  });
  const other = await insertCompany(world);
  await publish(500, other.companyId, other.projectId);
});

it('takes a batch that is larger than a whole burst when nothing else was published', async () => {
  await set({ eventsPerSecond: 1 });
  await publish(30);
  await expect(publish(1)).rejects.toEqual(refused(/events per second/));
});

it('limits the waiting deliveries of a company until they are sent or the quota is raised', async () => {
  await insertHook(world, { ...tenant, destinationUrl: 'https://receiver.example/' });
  await set({ queued: 5 });
  await publish(8);
  await expect
    .poll(() => publish(1).catch((error: unknown) => error))
    .toEqual(refused(/\d+ deliveries of this company wait, and its quota is 5/));
  await world.db.engine`SELECT * FROM gancho.dispatch(100, 100)`;
  await expect(publish(1)).rejects.toEqual(refused(/wait/));
  await set({ queued: null });
  await expect
    .poll(
      () =>
        publish(1).then(
          ({ events }) => events.length,
          () => 0,
        ),
      { timeout: PATIENCE_MS },
    )
    .toBe(1);
});

it('knows the waiting deliveries of a company that has published nothing for a while', async () => {
  await insertHook(world, { ...tenant, destinationUrl: 'https://receiver.example/' });
  await set({ queued: 5 });
  vi.useFakeTimers({ toFake: ['performance'] });
  const quotas = new CompanyQuotas();
  const take = () => quotas.take(world.db, tenant.companyId, 1);
  await take();
  await publish(8);
  vi.advanceTimersByTime(2_000);
  await expect(take()).rejects.toEqual(refused(/8 deliveries of this company wait/));
  vi.useRealTimers();
});

it('does not refuse anyone because of old data', async () => {
  await insertHook(world, { ...tenant, destinationUrl: 'https://receiver.example/' });
  await publish(8);
  await set({ queued: 5 });
  vi.useFakeTimers({ toFake: ['performance'] });
  const quotas = new CompanyQuotas();
  const take = () => quotas.take(world.db, tenant.companyId, 1);
  await expect(take()).rejects.toEqual(refused(/8 deliveries of this company wait/));
  await set({ queued: null });
  vi.advanceTimersByTime(5_000);
  await take();
  vi.useRealTimers();
});

it('can only be changed by the operator, is audited, and shows the current quotas', async () => {
  expect(await set({})).toEqual(DEFAULT_QUOTAS);
  expect(await set({ hooks: 7, queued: 9 })).toEqual({ ...DEFAULT_QUOTAS, hooks: 7, queued: 9 });
  expect(await set({ hooks: null })).toEqual({ ...DEFAULT_QUOTAS, queued: 9 });
  const rows = await asEngine(
    world.db,
    (tx) => tx<{ details: unknown }[]>`
      SELECT details FROM gancho.audit_log WHERE company_id = ${tenant.companyId} AND action = 'company.set_quotas' ORDER BY id`,
  );
  expect(rows.map(({ details }) => details)).toMatchObject([
    { to: { hooks: 7 } },
    { from: { hooks: 7 } },
  ]);
  const actor = { kind: 'system' } as unknown as Actor;
  const input = { companyId: tenant.companyId, changes: { hooks: 1 } };
  await expect(setQuotas({ ctx: { ...world.ctx, actor }, input })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const unknown = { companyId: 999_999, changes: { hooks: 1 } };
  await expect(setQuotas({ ctx: world.ctx, input: unknown })).rejects.toMatchObject({
    code: 'not_found',
  });
});
