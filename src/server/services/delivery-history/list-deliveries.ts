import {
  DELIVERY_COUNT_MAX,
  type DeliveryList,
  deliveryFilter,
  type ListDeliveriesInput,
} from '@/contracts/deliveries';
import type { Transaction } from '@/server/db/client';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from '../hooks/hook-rows';
import { type DayRange, dayRangeOf, nextOf } from './day-range';
import { decodeCursor, encodeCursor, isFilteredBeyondStatus } from './delivery-filter';
import { rowsOf, toRows } from './delivery-rows';
import { findAndCount, findIds } from './find-ids';

/** A hook's deliveries ordered by their ids, and so by time. */
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
    const [, range] = await Promise.all([
      requireReadableHook(tx, input),
      dayRangeOf(tx, input, input),
    ]);
    const { ids, total } = isFilteredBeyondStatus(deliveryFilter.parse(input))
      ? await filteredPage(tx, input, range, after)
      : {
          ids: await pageByStatus(tx, input, range, after),
          // Exact from the engine's counters if at most the status narrows the list.
          total: { count: range.count, isCapped: false },
        };
    const shown = ids.slice(0, limit);
    const rows = await rowsOf(tx, input, shown);
    return {
      items: await toRows(tx, companyId, rows),
      next: ids.length > limit ? encodeCursor(shown.at(-1) ?? 0) : null,
      total,
    };
  });
}

/** Returns one id more than the page has, if there is one. */
async function pageByStatus(
  tx: Transaction,
  input: ListDeliveriesInput,
  range: DayRange,
  after: number | null,
): Promise<number[]> {
  const { order, offset } = input;
  const limit = input.limit + 1;
  const search = { history: input, filter: input, order, after, limit, offset };
  const next = nextOf(range, { order, after, count: limit + offset });
  const ids = await findIds(tx, { ...search, range: next });
  // Statuses change, so fewer deliveries than counted may be left.
  const isWhole = ids.length === limit || next.days.length === range.days.length;
  return isWhole ? ids : findIds(tx, { ...search, range });
}

async function filteredPage(
  tx: Transaction,
  input: ListDeliveriesInput,
  range: DayRange,
  after: number | null,
): Promise<{ ids: number[]; total: DeliveryList['total'] }> {
  const { order, offset } = input;
  const limit = input.limit + 1;
  const search = { history: input, filter: input, range, order };
  const counted = DELIVERY_COUNT_MAX + 1;
  if (after === null && offset === 0) {
    const { ids, count } = await findAndCount(tx, { ...search, after, limit, counted });
    return { ids, total: capped(count) };
  }
  const { count } = await findAndCount(tx, { ...search, after: null, limit: 1, counted });
  return { ids: await findIds(tx, { ...search, after, limit, offset }), total: capped(count) };
}

const capped = (counted: number) => ({
  count: Math.min(counted, DELIVERY_COUNT_MAX),
  isCapped: counted > DELIVERY_COUNT_MAX,
});
