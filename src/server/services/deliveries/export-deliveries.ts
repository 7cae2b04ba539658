import { and } from 'drizzle-orm';
import type { Delivery, ExportDeliveriesInput } from '@/contracts/deliveries';
import { EXPORT_ROWS_MAX } from '@/domain/limits';
import { deliveries } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from '../hooks/hook-rows';
import { following, inOrder, matching } from './delivery-filter';
import { toDeliveries } from './delivery-rows';

const ROWS_AT_ONCE = 1_000;

/**
 * A hook's deliveries for a file, a thousand at a time: each has a transaction of its own, so that a slow
 * reader holds none open. What arrives meanwhile may be in it or not.
 */
export async function* exportDeliveries({
  ctx,
  input,
}: {
  ctx: Context;
  input: ExportDeliveriesInput;
}): AsyncGenerator<Delivery[], void> {
  const { companyId, projectId, order } = input;
  authorise(ctx.actor, { companyId, projectId }, 'deliveries:read');
  let after: number | null = null;
  for (let left = EXPORT_ROWS_MAX; left > 0; left -= ROWS_AT_ONCE) {
    const where = and(matching(input, input), after === null ? undefined : following(order, after));
    const [rows, items] = await ctx.db.asTenant(companyId, async (tx) => {
      const hook = await requireReadableHook(tx, input);
      const found = await tx
        .select()
        .from(deliveries)
        .where(where)
        .orderBy(inOrder(order))
        .limit(Math.min(ROWS_AT_ONCE, left));
      return [found, await toDeliveries(tx, hook, found, false)] as const;
    });
    yield items;
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_AT_ONCE) return;
    after = last.id;
  }
}
