import type { Delivery, GetDeliveryInput } from '@/contracts/deliveries';
import type { Hook } from '@/contracts/hooks';
import { notFound } from '@/domain/errors';
import type { Transaction } from '@/server/db/client';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from '../hooks/hook-rows';
import { rowsOf, toDeliveries } from './delivery-rows';

/** One delivery with all its attempts. */
export async function getDelivery({
  ctx,
  input,
}: {
  ctx: Context;
  input: GetDeliveryInput;
}): Promise<Delivery> {
  const { companyId, projectId, deliveryId } = input;
  authorise(ctx.actor, { companyId, projectId }, 'deliveries:read');
  return ctx.db.asTenant(companyId, async (tx) => {
    const hook = await requireReadableHook(tx, input);
    return requireDelivery(tx, hook, deliveryId);
  });
}

/** @throws ServiceError `not_found` */
export async function requireDelivery(
  tx: Transaction,
  hook: Hook,
  deliveryId: number,
): Promise<Delivery> {
  const rows = await rowsOf(tx, { companyId: hook.companyId, hookId: hook.id }, [deliveryId]);
  const [delivery] = await toDeliveries(tx, hook, rows);
  if (delivery === undefined) throw notFound('The delivery');
  return delivery;
}
