import type { DeliveryRow, ExportDeliveriesInput } from '@/contracts/deliveries';
import { EXPORT_ROWS_MAX } from '@/domain/limits';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from '../hooks/hook-rows';
import { dayRangeOf } from './day-range';
import { rowsOf, toRows } from './delivery-rows';
import { findIds } from './find-ids';

const ROWS_AT_ONCE = 250;

/**
 * A hook's deliveries for a file, a few hundred at a time. Each part has its own transaction, so that a slow reader
 * keeps none open. Deliveries that arrive during the export may be missing.
 */
export async function* exportDeliveries({
  ctx,
  input,
}: {
  ctx: Context;
  input: ExportDeliveriesInput;
}): AsyncGenerator<DeliveryRow[], void> {
  const { companyId, projectId, order } = input;
  authorise(ctx.actor, { companyId, projectId }, 'deliveries:read');
  let after: number | null = null;
  for (let left = EXPORT_ROWS_MAX; left > 0; left -= ROWS_AT_ONCE) {
    const [ids, items] = await ctx.db.asTenant(companyId, async (tx) => {
      await requireReadableHook(tx, input);
      const range = await dayRangeOf(tx, input, input);
      const search = { history: input, filter: input, range, order, after };
      const found = await findIds(tx, { ...search, limit: Math.min(ROWS_AT_ONCE, left) });
      return [found, await toRows(tx, companyId, await rowsOf(tx, input, found))] as const;
    });
    yield items;
    if (ids.length < ROWS_AT_ONCE) return;
    after = ids.at(-1) ?? null;
  }
}
