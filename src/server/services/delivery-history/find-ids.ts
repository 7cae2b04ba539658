import { and, eq, gte, or, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { DeliveryFilter, DeliveryOrder } from '@/contracts/deliveries';
import type { Transaction } from '@/server/db/client';
import { attempts, deliveries, discards } from '@/server/db/schema';
import { type DayRange, within } from './day-range';
import {
  answeredWith,
  following,
  type HookHistory,
  inOrder,
  isRefused,
  matching,
  rarityOf,
} from './delivery-filter';

type Search = {
  history: HookHistory;
  filter: DeliveryFilter;
  range: DayRange;
  order: DeliveryOrder;
  /** Those that follow it in this order; null: from the first one on. */
  after: number | null;
  limit: number;
  offset?: number;
};

/** The ids of deliveries that the filter lets through, in order. */
export async function findIds(tx: Transaction, search: Search): Promise<number[]> {
  const found = searchFor(tx, search);
  const rows = await tx
    .select({ id: found.id })
    .from(found)
    .orderBy(inOrder(search.order, found.id));
  return rows.map(({ id }) => id);
}

/** The same of at most `counted`, of which the first `limit` are told: what is rare is looked for once. */
export async function findAndCount(
  tx: Transaction,
  { counted, limit, ...search }: Omit<Search, 'offset'> & { counted: number },
): Promise<{ ids: number[]; count: number }> {
  const found = searchFor(tx, { ...search, limit: counted });
  const rows = await tx
    .select({ id: found.id, count: sql<number>`count(*) OVER ()::integer` })
    .from(found)
    .orderBy(inOrder(search.order, found.id))
    .limit(limit);
  return { ids: rows.map(({ id }) => id), count: rows[0]?.count ?? 0 };
}

/** The query of both. */
export function searchFor(tx: Transaction, search: Search) {
  const { history, filter, range, order, after, limit, offset = 0 } = search;
  const among = range.isUnusualRare ? unusual(tx, search) : undefined;
  if (among === undefined) {
    return tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(
        and(
          matching(history, filter),
          within(range, deliveries.id),
          after === null ? undefined : following(order, after),
        ),
      )
      .orderBy(inOrder(order))
      .limit(limit)
      .offset(offset)
      .as('found');
  }
  const candidates = tx
    .selectDistinct({ id: among.id })
    .from(among)
    .orderBy(inOrder(order, among.id))
    .as('candidates');
  // Looked up one by one, in order, for as long as it takes: OFFSET 0 leaves no other way.
  const passing = tx
    .select({ one: sql`1`.as('one') })
    .from(deliveries)
    .where(
      and(
        matching(history, filter),
        within(range, deliveries.id),
        eq(deliveries.id, candidates.id),
      ),
    )
    .offset(0)
    .as('passing');
  return tx
    .select({ id: candidates.id })
    .from(candidates)
    .crossJoinLateral(passing)
    .orderBy(inOrder(order, candidates.id))
    .limit(limit)
    .offset(offset)
    .as('found');
}

/**
 * What a filter asks for may lie among the attempts that tell of more than a success at once, and among what
 * was discarded without one. These have indexes of their own: where there are few, the millions that
 * succeeded are not read.
 */
function unusual(tx: Transaction, { history, filter, range, order, after }: Search) {
  const rarity = rarityOf(filter);
  if (rarity === null) return undefined;
  const { responses = [], attemptsMin = 0 } = filter;
  const ofHook = (t: typeof attempts | typeof discards) =>
    and(
      eq(t.companyId, history.companyId),
      eq(t.hookId, history.hookId),
      within(range, t.deliveryId),
      after === null ? undefined : following(order, after, t.deliveryId),
    );
  const a = attempts;
  const telling = tx
    .select({ id: a.deliveryId })
    .from(a)
    .where(
      and(
        ofHook(a),
        // As the index says it: Postgres does not conclude it from the rest.
        sql`(${a.n} > 1 OR ${a.outcome} <> 'success')`,
        // One of the two, since the answer need not be that of the last attempt: what became of this one may be unknown.
        isRefused(responses)
          ? or(...responses.map((each) => answeredWith(a.responseStatus, each)))
          : gte(a.n, attemptsMin),
      ),
    );
  if (rarity === 'attempted') return telling.as('unusual');
  const unattempted = tx.select({ id: discards.deliveryId }).from(discards).where(ofHook(discards));
  return unionAll(telling, unattempted).as('unusual');
}
