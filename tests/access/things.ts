import { asEngine, insertHook, type World } from '@tests/factories/world';
import { inspectors, redeliveries } from '@/server/db/schema';
import { createClient, rotateClientSecret } from '@/server/services/api-clients';
import { sendTest } from '@/server/services/hooks';
import { getInspector, recordRequest } from '@/server/services/inspector';
import { listTriggers } from '@/server/services/triggers';

export type Tenant = { companyId: number; projectId: number | null };

const DESTINATION = 'https://example.com/hooks';

/** A new hook of a tenant, by its address. */
export async function aHook(world: World, tenant: Tenant) {
  const settings = { destinationUrl: DESTINATION, allProjects: tenant.projectId === null };
  const { hookId } = await insertHook(world, { ...tenant, ...settings });
  return { ...tenant, hookId };
}

export async function aTrigger(world: World, tenant: Tenant) {
  const at = await aHook(world, tenant);
  const { items } = await listTriggers({ ctx: world.ctx, input: at });
  return { ...at, triggerId: items[0]?.id ?? 0 };
}

/** A new client of the company that has two secrets. */
export async function aRotatedClient({ ctx }: World, { companyId }: Tenant) {
  const { id } = await createClient({ ctx, input: { companyId, name: 'Integration' } });
  const at = { companyId, apiClientId: id };
  await rotateClientSecret({ ctx, input: at });
  return at;
}

/** The inspector of a new hook, with a request that has arrived. */
export async function anInspector(world: World, tenant: Tenant) {
  const own = await aHook(world, tenant);
  const inspectorId = `inspector-of-hook-${own.hookId}`;
  await world.db.asSystem((tx) => tx.insert(inspectors).values({ id: inspectorId, ...own }));
  const sent = { inspectorId, method: 'POST', headers: {}, body: Buffer.from('{}') };
  await recordRequest({ ctx: world.services, input: sent });
  const { requests } = await getInspector({ ctx: world.ctx, input: { inspectorId } });
  return { inspectorId, requestId: requests[0]?.id ?? 0 };
}

/** A new hook with a finished delivery, so that it can be sent again. */
export async function aDelivery(world: World, tenant: Tenant) {
  const at = await aHook(world, tenant);
  const { deliveryId } = await sendTest({ ctx: world.ctx, input: at });
  await asEngine(world.db, async (tx) => {
    await tx`DELETE FROM gancho.queue WHERE hook_id = ${at.hookId}`;
    await tx`UPDATE gancho.deliveries SET status = 'discarded', finished_at = now() WHERE id = ${deliveryId}`;
  });
  return { ...at, deliveryId };
}

/** A job of a new hook that has not ended. */
export async function aRedelivery(
  world: World,
  tenant: Tenant,
  state: 'running' | 'paused' = 'running',
) {
  const at = await aHook(world, tenant);
  const [job] = await world.db.asSystem((tx) =>
    tx
      .insert(redeliveries)
      .values({ ...at, choice: {}, state })
      .returning(),
  );
  return { ...at, redeliveryId: job?.id ?? 0 };
}
