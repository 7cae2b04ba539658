import { createTestEngine, type TestEngine } from '@tests/factories/engine';
import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { QUEUE_CHUNK } from '@/server/db/queue-chunk';
import type { Actor } from '../actor';
import { createClient } from '../api-clients';
import { createUser } from '../users';
import { deleteHook, discardQueue, getQueue, resumeHook, rotateSecret, updateHook } from '.';

const database = useDatabase();
let world: World;
let engine: TestEngine;
let receiver: Receiver;
let tenant: { companyId: number; projectId: number };

beforeAll(() => {
  world = createWorld(database.url);
});
beforeEach(async () => {
  engine = createTestEngine(world);
  receiver = await startReceiver({ respond: { status: 200, body: 'taken' } });
  tenant = await insertCompany(world);
});
afterEach(async () => {
  await engine.close();
  await receiver.close();
});
afterAll(() => world.db.close());

async function hookWith(settings: object = {}) {
  const { hookId, secret } = await insertHook(world, {
    ...tenant,
    destinationUrl: receiver.url,
    ...settings,
  });
  return { at: { ...tenant, hookId }, secret };
}

const statusesOf = (hookId: number) =>
  asEngine(world.db, async (tx) => {
    const rows = await tx<{ line: string }[]>`
      SELECT concat_ws(' ', status, reason->>'code', count(*)) AS line FROM gancho.deliveries
      WHERE hook_id = ${hookId} GROUP BY status, reason->>'code' ORDER BY 1`;
    return rows.map(({ line }) => line);
  });
const countsOf = (hookId: number) =>
  asEngine(world.db, async (tx) => {
    const [row] = await tx`
      SELECT sum(queued)::int AS queued, sum(retrying)::int AS retrying, sum(delivered)::int AS delivered,
        sum(failed)::int AS failed, sum(discarded)::int AS discarded
      FROM gancho.delivery_counts WHERE hook_id = ${hookId}`;
    return { ...row };
  });

describe('rotateSecret', () => {
  const verifies = (secret: string, n: number) => {
    const { headers, body } = receiver.requests[n] ?? {};
    try {
      new Webhook(secret).verify(body?.toString() ?? '', headers as Record<string, string>);
      return true;
    } catch {
      return false;
    }
  };

  it('signs with both secrets for the overlap, and never with a third', async () => {
    const { at, secret: first } = await hookWith();
    await engine.publish(tenant, [1]);
    await engine.dispatch();
    const rotate = (overlapSeconds: number) =>
      rotateSecret({ ctx: world.ctx, input: { ...at, overlapSeconds } });

    const second = await rotate(3600);
    expect(second.previousExpiresAt?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    await engine.publish(tenant, [2]);
    await engine.dispatch();
    expect([first, second.signingSecret].map((secret) => verifies(secret, 1))).toEqual([
      true,
      true,
    ]);

    const third = await rotate(3600);
    await engine.publish(tenant, [3]);
    await engine.dispatch();
    const all = [first, second.signingSecret, third.signingSecret];
    expect(all.map((secret) => verifies(secret, 2))).toEqual([false, true, true]);
  });

  it('ends the old secret at once without an overlap', async () => {
    const { at, secret } = await hookWith();
    const rotated = await rotateSecret({ ctx: world.ctx, input: { ...at, overlapSeconds: 0 } });
    expect(rotated.previousExpiresAt).toBeNull();
    await engine.publish(tenant, [1]);
    await engine.dispatch();
    expect(verifies(secret, 0)).toBe(false);
    expect(verifies(rotated.signingSecret, 0)).toBe(true);
  });
});

describe('resumeHook', () => {
  it('sends waiting retries at once, despite an open circuit', async () => {
    const { at } = await hookWith();
    receiver.respondWith({ status: 503 });
    await engine.publish(tenant, [1, 2, 3, 4, 5, 6]);
    await engine.dispatch();
    expect(await getQueue({ ctx: world.ctx, input: at })).toMatchObject({
      depth: 6,
      inFlight: 0,
      isCircuitOpen: true,
      isDiscarding: false,
      nextAttemptAt: expect.any(Date),
    });

    receiver.respondWith({ status: 200 });
    world.announced.length = 0;
    await resumeHook({ ctx: world.ctx, input: at });
    expect(world.announced).toEqual(['gancho/deliveries.due']);
    await engine.deliver();
    expect(await statusesOf(at.hookId)).toEqual(['delivered 6']);
    expect(await getQueue({ ctx: world.ctx, input: at })).toEqual({
      depth: 0,
      inFlight: 0,
      isCircuitOpen: false,
      isDiscarding: false,
      nextAttemptAt: null,
    });
  });

  it('wakes a long queue in chunks, each under its own lock', async () => {
    const { at } = await hookWith();
    const count = QUEUE_CHUNK + 200;
    const half = Array.from({ length: count / 2 }, (_, i) => i);
    await engine.publish(tenant, half);
    await engine.publish(tenant, half);
    await engine.dispatchOnly();
    await engine.dispatchOnly();
    await asEngine(
      world.db,
      (tx) => tx`UPDATE gancho.queue SET due_at = due_at + interval '1 hour'`,
    );
    world.announced.length = 0;
    await resumeHook({ ctx: world.ctx, input: at });
    expect(world.announced).toEqual(['gancho/deliveries.due', 'gancho/deliveries.due']);
    await engine.deliver();
    expect(await statusesOf(at.hookId)).toEqual([`delivered ${count}`]);
  });

  it('does not close a circuit that opens while the rest of the queue follows', async () => {
    const { at } = await hookWith();
    await asEngine(
      world.db,
      (tx) => tx`
        UPDATE gancho.hook_queue SET circuit_opened_at = now(), probe_at = now(), probe_step = 2
        WHERE hook_id = ${at.hookId}`,
    );
    const isOpen = async () =>
      (await getQueue({ ctx: world.ctx, input: at }))?.isCircuitOpen ?? null;
    await world.db.engine`SELECT gancho.resume_hook(${at.hookId}::bigint, 1)`;
    expect(await isOpen()).toBe(true);
    await world.db.engine`SELECT gancho.resume_hook(${at.hookId}::bigint)`;
    expect(await isOpen()).toBe(false);
  });

  it('is refused on a disabled hook', async () => {
    const { at } = await hookWith();
    await updateHook({ ctx: world.ctx, input: { ...at, status: 'disabled' } });
    const resumed = resumeHook({ ctx: world.ctx, input: at });
    await expect(resumed).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('discardQueue', () => {
  it('discards the waiting deliveries, and records by whom', async () => {
    const { at } = await hookWith();
    receiver.respondWith({ status: 503 });
    await engine.publish(tenant, [1, 2, 3]);
    await engine.dispatch();
    const discarded = await discardQueue({ ctx: world.ctx, input: at });
    expect(discarded).toEqual({ discarded: 3 });
    await engine.deliver();
    expect(await statusesOf(at.hookId)).toEqual(['discarded queue_discarded_by_operator 3']);
    expect(await countsOf(at.hookId)).toMatchObject({ retrying: 0, queued: 0, discarded: 3 });
    expect(await getQueue({ ctx: world.ctx, input: at })).toMatchObject({
      depth: 0,
      isDiscarding: false,
    });
  });

  it('is not held up by another hook whose last delivery is in flight', async () => {
    const slow = await hookWith();
    const other = await hookWith();
    await updateHook({ ctx: world.ctx, input: { ...other.at, status: 'disabled' } });
    receiver.respondWith({ status: 503, delayMs: 400 });
    await engine.publish(tenant, [1]);
    const run = engine.dispatch();
    await expect.poll(() => receiver.requests.length).toBe(1);
    await asEngine(
      world.db,
      (tx) => tx`
        UPDATE gancho.hook_queue SET is_discarding = true, discard_through = ${2 ** 52}::bigint
        WHERE hook_id = ${slow.at.hookId}`,
    );
    await discardQueue({ ctx: world.ctx, input: other.at });
    await engine.deliver();
    expect(await statusesOf(other.at.hookId)).toEqual(['discarded queue_discarded_by_operator 1']);
    await run;
  });
});

describe('who discarded', () => {
  const person = async (email: string, name: string): Promise<Actor> => {
    const { id } = await createUser({
      ctx: world.ctx,
      input: { email, companyId: tenant.companyId, projectId: null, role: 'admin' },
    });
    await asEngine(world.db, (tx) => tx`UPDATE gancho.users SET name = ${name} WHERE id = ${id}`);
    const roles = [{ companyId: tenant.companyId, projectId: null, role: 'admin' as const }];
    return { kind: 'user', userId: id, roles };
  };
  const client = async (): Promise<Actor> => {
    const { id } = await createClient({
      ctx: world.ctx,
      input: { companyId: tenant.companyId, name: 'Night shift' },
    });
    const own = { companyId: tenant.companyId, projectIds: null };
    return { kind: 'client', apiClientId: id, ...own, scopes: ['hooks:write'] };
  };

  it.each([
    ['a person, by name', () => person('ana@example.com', 'Ana Souza'), 'Ana Souza'],
    ['a person without one, by e-mail', () => person('bo@example.com', ''), 'bo@example.com'],
    ['an API client, by its name', client, 'Night shift'],
  ])('is stored with each delivery: %s', async (_who, actorOf, by) => {
    const ctx = { ...world.ctx, actor: await actorOf() };
    const emptied = await hookWith();
    const deleted = await hookWith();
    receiver.respondWith({ status: 503 });
    await engine.publish(tenant, [1]);
    await engine.dispatch();
    await discardQueue({ ctx, input: emptied.at });
    await deleteHook({ ctx, input: deleted.at });
    await engine.deliver();
    const reasons = await asEngine(
      world.db,
      (tx) => tx<{ reason: object }[]>`
        SELECT reason FROM gancho.deliveries WHERE company_id = ${tenant.companyId} ORDER BY hook_id`,
    );
    expect(reasons.map(({ reason }) => reason)).toEqual([
      { code: 'queue_discarded_by', params: { by } },
      { code: 'hook_deleted_by', params: { by } },
    ]);
  });
});

describe('deleteHook', () => {
  it('discards its queue at once, even with deliveries in flight', async () => {
    const { at } = await hookWith({ maxInFlight: 1 });
    receiver.respondWith({ status: 503, delayMs: 300 });
    await engine.publish(tenant, [1, 2, 3]);
    const run = engine.dispatch();
    await expect.poll(() => receiver.requests.length).toBe(1);
    await deleteHook({ ctx: world.ctx, input: at });
    await run;
    expect(await statusesOf(at.hookId)).toEqual(['discarded hook_deleted_by_operator 3']);
    expect(await countsOf(at.hookId)).toMatchObject({ retrying: 0, queued: 0, discarded: 3 });
    expect(receiver.requests).toHaveLength(1);
  });
});
