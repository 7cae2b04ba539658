import { asEngine, insertHook } from '@tests/factories/world';
import { expect } from 'vitest';
import { memberships, notifications, users } from '@/server/db/schema';
import { redeliver } from '@/server/services/delivery-history';
import { getHook } from '@/server/services/hooks';
import type { EngineStage } from './engine-stage';

/** A hook whose endpoint is down, with an admin who is notified. The receiver answers 503 until a test changes it. */
export function lossyHook(stage: EngineStage) {
  const at = { companyId: 0, projectId: 0, hookId: 0 };
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
    Object.assign(at, tenant, { hookId });
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

  async function redeliverOne(): Promise<void> {
    const [{ id: deliveryId } = { id: 0 }] = await deliveries();
    await redeliver({ ctx: stage.world.ctx, input: { ...at, deliveryId } });
  }

  async function redeliverAll(): Promise<void> {
    for (const { id: deliveryId } of await deliveries())
      await redeliver({ ctx: stage.world.ctx, input: { ...at, deliveryId } });
    await stage.engine.deliver();
    await stage.engine.notify();
  }

  /** Before each test. */
  async function addAdmin(): Promise<void> {
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
  }

  return {
    at,
    addAdmin,
    read,
    deliveries,
    noticed,
    expectLost,
    hookWith,
    endWindow,
    redeliverOne,
    redeliverAll,
  };
}
