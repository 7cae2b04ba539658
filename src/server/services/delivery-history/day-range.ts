import { type AnyColumn, and, asc, between, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import type { DeliveryFilter, DeliveryOrder } from '@/contracts/deliveries';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import { dayOfDate, dayOfId, firstIdOfDay } from '@/domain/ids';
import type { Transaction } from '@/server/db/client';
import { deliveryCounts, hookHours } from '@/server/db/schema';
import { type HookHistory, rarityOf } from './delivery-filter';

/** The days in which to search for the deliveries of a filter, from the engine's counters. */
export type DayRange = {
  /** The number of deliveries with the requested statuses. Other conditions do not count. */
  count: number;
  /** The days of these deliveries, oldest first. */
  days: { day: number; count: number }[];
  /** Searching only the deliveries that did not simply succeed is less work than searching all. */
  isUnusualRare: boolean;
};

/** Finding a row by the index of another table takes about as long as reading past this many rows. */
const ROWS_PASSED_A_LOOK = 30;

export async function dayRangeOf(
  tx: Transaction,
  { companyId, hookId }: HookHistory,
  filter: DeliveryFilter,
): Promise<DayRange> {
  const { statuses = [], since, until } = filter;
  const c = deliveryCounts;
  const sumOf = (of: readonly (typeof DELIVERY_STATUSES)[number][]) =>
    sql<number>`(${sql.join(
      of.map((status) => sql`${c[status]}::float8`),
      sql` + `,
    )})`;
  const counting = tx
    .select({
      day: c.day,
      count: sumOf(statuses.length > 0 ? statuses : DELIVERY_STATUSES),
      all: sumOf(DELIVERY_STATUSES),
    })
    .from(c)
    .where(
      and(
        eq(c.companyId, companyId),
        eq(c.hookId, hookId),
        since && gte(c.day, clampDay(since)),
        // A redispatched delivery is created after its event's day, so one more day is included.
        until && lt(c.day, clampDay(until) + 1),
      ),
    )
    .orderBy(asc(c.day));
  const [counted, unusual] = await Promise.all([
    counting,
    rarityOf(filter) === null ? Infinity : countUnusual(tx, { companyId, hookId }, since),
  ]);
  const days = counted.filter(({ count }) => count > 0);
  const all = days.reduce((sum, day) => sum + day.all, 0);
  return {
    count: days.reduce((sum, { count }) => sum + count, 0),
    days: days.map(({ day, count }) => ({ day, count })),
    isUnusualRare: unusual * ROWS_PASSED_A_LOOK < all,
  };
}

/** An upper bound of the deliveries that did not simply succeed. */
async function countUnusual(
  tx: Transaction,
  { companyId, hookId }: HookHistory,
  since: Date | undefined,
): Promise<number> {
  const h = hookHours;
  const [row] = await tx
    .select({ n: sql<number>`coalesce(sum(${h.failures} + ${h.discarded}), 0)::float8` })
    .from(h)
    .where(
      and(
        eq(h.companyId, companyId),
        eq(h.hookId, hookId),
        since && gte(h.hour, 24 * clampDay(since)),
      ),
    );
  return row?.n ?? 0;
}

/** The part of the range that holds the next `count` deliveries after a delivery, when only the status is filtered. */
export function nextOf(
  range: DayRange,
  { order, after, count }: { order: DeliveryOrder; after: number | null; count: number },
): DayRange {
  const inOrder = order === 'newest' ? [...range.days].reverse() : range.days;
  const from = after === null ? null : dayOfId(after);
  const days: DayRange['days'] = [];
  let held = 0;
  for (const each of inOrder) {
    if (from !== null && (order === 'newest' ? each.day > from : each.day < from)) continue;
    days.push(each);
    // It is not known how many deliveries of that day come before it.
    if (each.day !== from) held += each.count;
    if (held >= count) break;
  }
  return { ...range, days: order === 'newest' ? days.reverse() : days };
}

/** @param id the id column of a delivery, in any table */
export function within({ days }: DayRange, id: AnyColumn): SQL | undefined {
  const first = days[0];
  const last = days.at(-1);
  if (first === undefined || last === undefined) return sql`false`;
  return between(id, firstIdOfDay(first.day), firstIdOfDay(last.day + 1) - 1);
}

function clampDay(date: Date): number {
  return Math.min(Math.max(dayOfDate(date.getTime()), 0), 60_000);
}
