import { and, count, eq, sql } from 'drizzle-orm';
import {
  DELIVERY_COUNT_MAX,
  type DeliveryList,
  deliveryFilter,
  type ListDeliveriesInput,
} from '@/contracts/deliveries';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import type { Transaction } from '@/server/db/client';
import { deliveries, deliveryCounts } from '@/server/db/schema';
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
    const rows = await tx
      .select()
      .from(deliveries)
      .where(
        and(matching(input, input), after === null ? undefined : following(input.order, after)),
      )
      .orderBy(inOrder(input.order))
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

/** Exact from the engine's counters where at most the status narrows the list, else counted up to a cap. */
async function total(tx: Transaction, input: ListDeliveriesInput) {
  if (!isFilteredBeyondStatus(deliveryFilter.parse(input))) {
    const statuses = input.statuses?.length ? input.statuses : DELIVERY_STATUSES;
    const c = deliveryCounts;
    const counted = sql.join(
      statuses.map((status) => sql`${c[status]}`),
      sql` + `,
    );
    const [row] = await tx
      .select({ count: sql<number>`coalesce(sum(${counted}), 0)::float8` })
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
