import type { DeliveryChanges, DeliveryChangesInput } from '@/contracts/deliveries';
import { NEW_DELIVERIES_MAX } from '@/domain/limits';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from '../hooks/hook-rows';
import { dayRangeOf } from './day-range';
import { rowsOf, toRows } from './delivery-rows';
import { findIds } from './find-ids';

/**
 * The answer for a screen that shows a list and polls every few seconds: the rows it watches, and the number of new
 * ones.
 */
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
    await requireReadableHook(tx, input);
    const fresh = await findIds(tx, {
      history: input,
      filter: input,
      range: await dayRangeOf(tx, input, input),
      order: 'oldest',
      after,
      limit: NEW_DELIVERIES_MAX,
    });
    const rows = await rowsOf(tx, input, watched);
    return {
      items: await toRows(tx, companyId, rows),
      newCount: fresh.length,
    };
  });
}
