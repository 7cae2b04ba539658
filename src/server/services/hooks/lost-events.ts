import { type AnyColumn, sql } from 'drizzle-orm';
import type { LostEvents } from '@/domain/hook-state';
import type { Transaction } from '@/server/db/client';
import { readTime } from '@/server/db/schema/base';
import { readReason } from '../stored-json';

/** The number of a hook's lost events, from its counters. */
export const lostCount = (companyId: AnyColumn, hookId: AnyColumn) => sql<number>`(
  SELECT coalesce(sum(c.lost), 0)::float8 FROM gancho.delivery_counts c
  WHERE c.company_id = ${companyId} AND c.hook_id = ${hookId}
)`;

type Row = { hookId: number; from: string; until: string; reason: unknown };
type Counted = { id: number; companyId: number; lostCount: number };

/** The lost events of the hooks that have any, by the hook's id. Reads the first and the last one of each hook. */
export async function selectLost(
  tx: Transaction,
  hooks: readonly Counted[],
): Promise<Map<number, LostEvents>> {
  const counts = new Map(hooks.filter((hook) => hook.lostCount > 0).map((hook) => [hook.id, hook]));
  if (counts.size === 0) return new Map();
  const ids = sql.join(
    [...counts.keys()].map((id) => sql`${id}::bigint`),
    sql`, `,
  );
  const companies = sql.join(
    [...new Set([...counts.values()].map(({ companyId }) => companyId))].map(
      (id) => sql`${id}::bigint`,
    ),
    sql`, `,
  );
  const { rows } = await tx.execute<Row>(sql`
    SELECT h.hook_id AS "hookId", f.at AS "from", l.at AS "until", l.reason
    FROM unnest(ARRAY[${ids}]) AS h (hook_id)
    CROSS JOIN LATERAL (${lostDelivery(companies, sql`ASC`)}) AS f
    CROSS JOIN LATERAL (${lostDelivery(companies, sql`DESC`)}) AS l`);
  return new Map(
    rows.map(({ hookId, reason, from, until }) => [
      hookId,
      {
        count: counts.get(hookId)?.lostCount ?? 0,
        from: readTime(from),
        until: readTime(until),
        reason: readReason(reason),
      },
    ]),
  );
}

/** The first lost delivery of `h.hook_id` in an order. */
const lostDelivery = (companies: ReturnType<typeof sql>, order: ReturnType<typeof sql>) => sql`
  SELECT d.created_at::text AS at, d.reason FROM gancho.discards x
  JOIN gancho.deliveries d ON d.hook_id = x.hook_id AND d.id = x.delivery_id
  WHERE x.hook_id = h.hook_id AND x.company_id IN (${companies}) AND x.is_lost
  ORDER BY x.delivery_id ${order} LIMIT 1`;
