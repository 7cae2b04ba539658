import { and, count, desc, eq, lt, sql } from 'drizzle-orm';
import {
  DELIVERY_COUNT_MAX,
  type DeliveryList,
  type ListDeliveriesInput,
} from '@/contracts/deliveries';
import type { Transaction } from '@/server/db/client';
import { deliveries, deliveryCounts } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from '../hooks/hook-rows';
import { decodeCursor, encodeCursor, isFiltered, matching } from './delivery-filter';
import { toDeliveries } from './delivery-rows';

/** A hook's deliveries, newest first. */
export async function listDeliveries({
  ctx,
  input,
}: {
  ctx: Context;
  input: ListDeliveriesInput;
}): Promise<DeliveryList> {
  const { companyId, projectId, limit } = input;
  authorise(ctx.actor, { companyId, projectId }, 'deliveries:read');
  const before = input.cursor ? decodeCursor(input.cursor) : null;

  return ctx.db.asTenant(companyId, async (tx) => {
    const hook = await requireReadableHook(tx, input);
    const rows = await tx
      .select()
      .from(deliveries)
      .where(and(matching(input, input), before === null ? undefined : lt(deliveries.id, before)))
      .orderBy(desc(deliveries.id))
      .limit(limit + 1)
      .offset(input.offset);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: await toDeliveries(tx, hook, page, input.withAttempts),
      next: rows.length > limit && last ? encodeCursor(last.id) : null,
      total: await total(tx, input),
    };
  });
}

/** Exact from the engine's counters when nothing is filtered, else counted up to a cap. */
async function total(tx: Transaction, input: ListDeliveriesInput) {
  if (!isFiltered(input)) {
    const c = deliveryCounts;
    const [row] = await tx
      .select({
        count: sql<number>`coalesce(sum(${c.queued} + ${c.retrying} + ${c.delivered} + ${c.failed} + ${c.discarded}), 0)::float8`,
      })
      .from(c)
      .where(and(eq(c.companyId, input.companyId), eq(c.hookId, input.hookId)));
    return { count: row?.count ?? 0, isCapped: false };
  }
  const capped = tx
    .select({ one: sql`1`.as('one') })
    .from(deliveries)
    .where(matching(input, input))
    .limit(DELIVERY_COUNT_MAX + 1)
    .as('capped');
  const [row] = await tx.select({ count: count() }).from(capped);
  const counted = row?.count ?? 0;
  return {
    count: Math.min(counted, DELIVERY_COUNT_MAX),
    isCapped: counted > DELIVERY_COUNT_MAX,
  };
}
