import { and, type SQL } from 'drizzle-orm';
import type { DeliveryOrder, Neighbours, NeighboursInput } from '@/contracts/deliveries';
import { deliveries } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from '../hooks/hook-rows';
import { following, inOrder, matching } from './delivery-filter';

/** The deliveries before and after one in a filtered list; the one itself need not pass the filter. */
export async function findNeighbours({
  ctx,
  input,
}: {
  ctx: Context;
  input: NeighboursInput;
}): Promise<Neighbours> {
  const { companyId, projectId, deliveryId, order } = input;
  authorise(ctx.actor, { companyId, projectId }, 'deliveries:read');
  return ctx.db.asTenant(companyId, async (tx) => {
    await requireReadableHook(tx, input);
    const first = async (towards: DeliveryOrder): Promise<number | null> => {
      const where: SQL | undefined = and(matching(input, input), following(towards, deliveryId));
      const [row] = await tx
        .select({ id: deliveries.id })
        .from(deliveries)
        .where(where)
        .orderBy(inOrder(towards))
        .limit(1);
      return row?.id ?? null;
    };
    return {
      previous: await first(order === 'newest' ? 'oldest' : 'newest'),
      next: await first(order),
    };
  });
}
