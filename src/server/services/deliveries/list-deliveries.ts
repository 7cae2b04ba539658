import { and, count, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
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
    const isFiltered = isFilteredBeyondStatus(deliveryFilter.parse(input));
    const isFirst = after === null && input.offset === 0;
    const { rows, total } =
      isFiltered && isFirst
        ? await firstPageAndCount(tx, where, input)
        : {
            rows: await readPage(tx, where, after, input),
            // Exact from the engine's counters where at most the status narrows the list.
            total: isFiltered
              ? await cappedCount(tx, where)
              : { count: counts.count, isCapped: false },
          };
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: await toDeliveries(tx, hook, page, input.withAttempts),
      next: rows.length > limit && last ? encodeCursor(last.id) : null,
      total,
    };
  });
}

type Page = Pick<ListDeliveriesInput, 'order' | 'limit' | 'offset'>;

/** One row more than the page has, where there is one. */
function readPage(
  tx: Transaction,
  where: SQL | undefined,
  after: number | null,
  { order, limit, offset }: Page,
) {
  return tx
    .select()
    .from(deliveries)
    .where(and(where, after === null ? undefined : following(order, after)))
    .orderBy(inOrder(order))
    .limit(limit + 1)
    .offset(offset);
}

/** The first page with the count: what is to be looked for among many is looked for once. */
async function firstPageAndCount(tx: Transaction, where: SQL | undefined, { order, limit }: Page) {
  const found = tx.$with('found').as(
    tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(where)
      .orderBy(inOrder(order))
      .limit(DELIVERY_COUNT_MAX + 1),
  );
  const first = tx
    .select({ id: found.id })
    .from(found)
    .orderBy(inOrder(order, found.id))
    .limit(limit + 1)
    .as('first');
  const rows = await tx
    .with(found)
    .select({
      ...getTableColumns(deliveries),
      count: sql<number>`(SELECT count(*)::integer FROM ${found})`,
    })
    .from(first)
    .innerJoin(deliveries, eq(deliveries.id, first.id))
    .orderBy(inOrder(order));
  return {
    rows: rows.map(({ count: _, ...row }) => row),
    total: capped(rows[0]?.count ?? 0),
  };
}

async function cappedCount(tx: Transaction, where: SQL | undefined) {
  const found = tx
    .select({ one: sql`1`.as('one') })
    .from(deliveries)
    .where(where)
    .limit(DELIVERY_COUNT_MAX + 1)
    .as('found');
  const [row] = await tx.select({ count: count() }).from(found);
  return capped(row?.count ?? 0);
}

const capped = (counted: number) => ({
  count: Math.min(counted, DELIVERY_COUNT_MAX),
  isCapped: counted > DELIVERY_COUNT_MAX,
});
