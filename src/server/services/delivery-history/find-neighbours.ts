import type { DeliveryOrder, Neighbours, NeighboursInput } from '@/contracts/deliveries';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from '../hooks/hook-rows';
import { dayRangeOf } from './day-range';
import { findIds } from './find-ids';

/** The deliveries before and after one in a filtered list. The one itself need not match the filter. */
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
    const range = await dayRangeOf(tx, input, input);
    const first = async (towards: DeliveryOrder): Promise<number | null> => {
      const search = { history: input, filter: input, range, order: towards, after: deliveryId };
      const [id] = await findIds(tx, { ...search, limit: 1 });
      return id ?? null;
    };
    return {
      previous: await first(order === 'newest' ? 'oldest' : 'newest'),
      next: await first(order),
    };
  });
}
