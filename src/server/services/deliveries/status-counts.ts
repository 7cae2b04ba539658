import { and, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import { DELIVERY_STATUSES, type DeliveryStatus } from '@/domain/delivery-status';
import { firstIdOfDay } from '@/domain/ids';
import type { Transaction } from '@/server/db/client';
import { deliveries, deliveryCounts } from '@/server/db/schema';

type StatusCounts = { count: number; firstDay: number | null; lastDay: number | null };

/**
 * By the engine's counters: how many deliveries have one of these statuses (any, if none is named), and
 * the first and last day on which there is one.
 */
export async function countByStatus(
  tx: Transaction,
  { companyId, hookId }: { companyId: number; hookId: number },
  statuses: readonly DeliveryStatus[] = [],
): Promise<StatusCounts> {
  const c = deliveryCounts;
  const ofDay = sql.join(
    (statuses.length > 0 ? statuses : DELIVERY_STATUSES).map((status) => sql`${c[status]}`),
    sql` + `,
  );
  const [row] = await tx
    .select({
      count: sql<number>`coalesce(sum(${ofDay}), 0)::float8`,
      firstDay: sql<number | null>`min(${c.day}) FILTER (WHERE ${ofDay} > 0)`,
      lastDay: sql<number | null>`max(${c.day}) FILTER (WHERE ${ofDay} > 0)`,
    })
    .from(c)
    .where(and(eq(c.companyId, companyId), eq(c.hookId, hookId)));
  return row ?? { count: 0, firstDay: null, lastDay: null };
}

/**
 * The days between which such deliveries lie. A status that no delivery has would else be looked for
 * among all of the hook's millions.
 */
export function withinDays({ firstDay, lastDay }: StatusCounts): SQL | undefined {
  if (firstDay === null || lastDay === null) return sql`false`;
  return and(
    gte(deliveries.id, firstIdOfDay(firstDay)),
    lt(deliveries.id, firstIdOfDay(lastDay + 1)),
  );
}
