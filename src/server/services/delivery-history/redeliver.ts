import { sql } from 'drizzle-orm';
import type { Delivery, GetDeliveryInput } from '@/contracts/deliveries';
import { conflict, notFound } from '@/domain/errors';
import { authorise, can } from '../actor';
import type { Context } from '../context';
import { requireHook } from '../hooks/hook-rows';
import { recordAudit } from '../record-audit';
import { requireDelivery } from './get-delivery';

/**
 * Sends a finished delivery again: the same bytes with the same webhook-id and a new retry window. For a disabled hook
 * it waits. For an in-order hook it goes before later deliveries.
 */
export async function redeliver({
  ctx,
  input,
}: {
  ctx: Context;
  input: GetDeliveryInput;
}): Promise<Delivery> {
  const { companyId, projectId, hookId, deliveryId } = input;
  const tenant = { companyId, projectId };
  authorise(ctx.actor, tenant, 'deliveries:write');

  const delivery = await ctx.db.asTenant(companyId, async (tx) => {
    await tx.execute(sql`SELECT gancho.lock_hook(${hookId})`);
    const hook = await requireHook(tx, tenant, hookId);
    const {
      rows: [row],
    } = await tx.execute<{ status: string | null; is_discarding: boolean }>(sql`
      SELECT h.is_discarding, CASE WHEN NOT h.is_discarding THEN gancho.redeliver(h.hook_id, ${deliveryId}) END AS status
      FROM gancho.hook_queue h WHERE h.company_id = ${companyId} AND h.hook_id = ${hookId}`);
    if (row?.is_discarding) {
      throw conflict("The hook's queue is being discarded: try again in a moment.");
    }
    const status = row?.status ?? null;
    if (status === null) throw notFound('The delivery');
    if (status === 'queued' || status === 'retrying') {
      throw conflict('The delivery is in the queue already: it is sent when its turn comes.');
    }
    await recordAudit(tx, ctx.actor, {
      tenant,
      action: 'delivery.redeliver',
      subjectId: deliveryId,
      details: { hook_id: hookId, was: status },
    });
    return requireDelivery(tx, hook, deliveryId);
  });
  ctx.announce('gancho/deliveries.due');
  // The permission to send again does not include reading.
  return can(ctx.actor, tenant, 'deliveries:read')
    ? delivery
    : { ...delivery, payload: '{}', attempts: [] };
}
