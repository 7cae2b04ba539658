import { and, eq, gt, inArray, isNotNull, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { DeliveryFilter } from '@/contracts/deliveries';
import type { RedeliveryChoice } from '@/domain/redelivery';
import type { Transaction } from '@/server/db/client';
import { deliveries, discards } from '@/server/db/schema';
import { passing } from '../delivery-history/delivery-filter';

/** The deliveries of a choice. `at` is when its job begins: what ends or is sent again later is not chosen. */
export type Chosen = { companyId: number; choice: RedeliveryChoice; at: Date };

const EVER = new Date(0);
/** More events than a database has. */
const ALL_EVENTS = 1e15;

function filterOf({ only: _, since, until, ...filter }: RedeliveryChoice): DeliveryFilter {
  return {
    ...filter,
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  };
}

/** The condition for deliveries of the choice, without the hook. A test is sent again only if it is named. */
export function isChosen({ companyId, choice, at }: Chosen): SQL | undefined {
  return and(
    eq(deliveries.companyId, companyId),
    isNotNull(deliveries.finishedAt),
    lte(deliveries.finishedAt, at),
    or(isNull(deliveries.redeliveredAt), lt(deliveries.redeliveredAt, at)),
    choice.ids === undefined ? eq(deliveries.isTest, false) : undefined,
    passing(filterOf(choice)),
  );
}

/** The end and the beginning of the events to search for missing ones. */
function windowOf({ choice, at }: Chosen): { since: Date; before: Date } {
  const { since = EVER, until = at } = filterOf(choice);
  return { since, before: until < at ? until : at };
}

/** Calls gancho.missing_events for `h.hook_id`, after an id. */
export function missingOf(chosen: Chosen, after: number, scan = ALL_EVENTS): SQL {
  const { since, before } = windowOf(chosen);
  return sql`gancho.missing_events(h.hook_id, ${after}::bigint, ${since.toISOString()}::timestamptz,
    ${before.toISOString()}::timestamptz, ${chosen.at.toISOString()}::timestamptz, ${scan}::bigint)`;
}

export const isLostDelivery = and(
  eq(discards.hookId, deliveries.hookId),
  eq(discards.deliveryId, deliveries.id),
  eq(discards.isLost, true),
);

export const ofHooks = (hookIds: readonly number[]) => inArray(deliveries.hookId, [...hookIds]);
export const afterId = (id: number) => gt(deliveries.id, id);

/** `h (hook_id)` for a FROM clause. */
export const hooksAsRows = (hookIds: readonly number[]) =>
  sql`unnest(ARRAY[${sql.join(
    hookIds.map((id) => sql`${id}::bigint`),
    sql`, `,
  )}]) AS h (hook_id)`;

/** How many each of the hooks has; hooks with none are left out. */
export async function countChosen(
  tx: Transaction,
  hookIds: readonly number[],
  chosen: Chosen,
): Promise<Map<number, number>> {
  if (hookIds.length === 0) return new Map();
  if (chosen.choice.only === 'missing') {
    const { rows } = await tx.execute<{ hook_id: number; n: number }>(sql`
      SELECT h.hook_id, count(*)::float8 AS n FROM ${hooksAsRows(hookIds)}
      CROSS JOIN LATERAL ${missingOf(chosen, 0)} AS m WHERE m.event_id IS NOT NULL GROUP BY 1`);
    return new Map(rows.map(({ hook_id, n }) => [hook_id, n]));
  }
  const counting = tx
    .select({ hookId: deliveries.hookId, n: sql<number>`count(*)::float8` })
    .from(deliveries);
  const joined =
    chosen.choice.only === 'lost' ? counting.innerJoin(discards, isLostDelivery) : counting;
  const rows = await joined
    .where(and(ofHooks(hookIds), isChosen(chosen)))
    .groupBy(deliveries.hookId);
  return new Map(rows.map(({ hookId, n }) => [hookId, n]));
}
