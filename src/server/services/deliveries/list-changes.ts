import { and, count, gt, inArray, sql } from 'drizzle-orm';
import type { DeliveryChanges, DeliveryChangesInput } from '@/contracts/deliveries';
import { NEW_DELIVERIES_MAX } from '@/domain/limits';
import { deliveries } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from '../hooks/hook-rows';
import { matching } from './delivery-filter';
import { toDeliveries } from './delivery-rows';

/** What a screen that shows a list asks every few seconds: the rows it watches, and how many are new. */
export async function listChanges({
  ctx,
  input,
}: {
  ctx: Context;
  input: DeliveryChangesInput;
}): Promise<DeliveryChanges> {
  const { companyId, projectId, watched, after } = input;
  authorise(ctx.actor, { companyId, projectId }, 'deliveries:read');
  return ctx.db.asTenant(companyId, async (tx) => {
    const hook = await requireReadableHook(tx, input);
    const fresh = tx
      .select({ one: sql`1`.as('one') })
      .from(deliveries)
      .where(and(matching(input, input), gt(deliveries.id, after)))
      .limit(NEW_DELIVERIES_MAX)
      .as('fresh');
    const [counted] = await tx.select({ count: count() }).from(fresh);
    const rows =
      watched.length === 0
        ? []
        : await tx
            .select()
            .from(deliveries)
            .where(and(matching(input, {}), inArray(deliveries.id, watched)));
    return {
      items: await toDeliveries(tx, hook, rows, false),
      newCount: counted?.count ?? 0,
    };
  });
}
