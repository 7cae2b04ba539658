import { and, count, type SQL, sql } from 'drizzle-orm';
import {
  DELIVERY_COUNT_MAX,
  type DeliveryList,
  deliveryFilter,
  type ListDeliveriesInput,
} from '@/contracts/deliveries';
import type { Transaction } from '@/server/db/client';
import { deliveries } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from '../hooks/hook-rows';
import {
  decodeCursor,
  encodeCursor,
  following,
  inOrder,
  isFilteredBeyondStatus,
  matching,
} from './delivery-filter';
import { toDeliveries } from './delivery-rows';
import { countByStatus, withinDays } from './status-counts';

/** A hook's deliveries by their ids, which is by time. */
export async function listDeliveries({
  ctx,
  input,
}: {
  ctx: Context;
  input: ListDeliveriesInput;
}): Promise<DeliveryList> {
  const { companyId, projectId, limit } = input;
  authorise(ctx.actor, { companyId, projectId }, 'deliveries:read');
  const after = input.cursor ? decodeCursor(input.cursor) : null;

  return ctx.db.asTenant(companyId, async (tx) => {
    const hook = await requireReadableHook(tx, input);
    const counts = await countByStatus(tx, input, input.statuses);
    const where = and(
      matching(input, input),
      input.statuses?.length ? withinDays(counts) : undefined,
    );
    const rows = await tx
      .select()
      .from(deliveries)
      .where(and(where, after === null ? undefined : following(input.order, after)))
      .orderBy(inOrder(input.order))
      .limit(limit + 1)
      .offset(input.offset);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: await toDeliveries(tx, hook, page, input.withAttempts),
      next: rows.length > limit && last ? encodeCursor(last.id) : null,
      // Exact from the engine's counters where at most the status narrows the list.
      total: isFilteredBeyondStatus(deliveryFilter.parse(input))
        ? await cappedCount(tx, where)
        : { count: counts.count, isCapped: false },
    };
  });
}

async function cappedCount(tx: Transaction, where: SQL | undefined) {
  const capped = tx
    .select({ one: sql`1`.as('one') })
    .from(deliveries)
    .where(where)
    .limit(DELIVERY_COUNT_MAX + 1)
    .as('capped');
  const [row] = await tx.select({ count: count() }).from(capped);
  const counted = row?.count ?? 0;
  return {
    count: Math.min(counted, DELIVERY_COUNT_MAX),
    isCapped: counted > DELIVERY_COUNT_MAX,
  };
}
