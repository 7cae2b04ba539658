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
  /** Only ids after this one in the order. Null: from the first one. */
  after: number | null;
  limit: number;
  offset?: number;
};

/** The ids of the deliveries that match the filter, in order. */
export async function findIds(tx: Transaction, search: Search): Promise<number[]> {
  const found = searchFor(tx, search);
  const rows = await tx
    .select({ id: found.id })
    .from(found)
    .orderBy(inOrder(search.order, found.id));
  return rows.map(({ id }) => id);
}

/**
 * The same for at most `counted` deliveries, of which the first `limit` are returned. It searches only once, because a
 * search for rare deliveries is slow.
 */
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

/** The query that both functions share. */
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
  // Each candidate is looked up in order, as long as needed. OFFSET 0 prevents any other plan.
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
 * The candidates of a filter that matches only attempts that are not a success at the first attempt, or deliveries
 * discarded without an attempt. These have their own indexes, so a search for a few of them does not read the millions
 * that succeeded.
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
        // Written as in the index, because Postgres does not derive it from the other conditions.
        sql`(${a.n} > 1 OR ${a.outcome} <> 'success')`,
        // One of the two conditions, because the answer need not be that of the last attempt, whose outcome may be
        // unknown.
        isRefused(responses)
          ? or(...responses.map((each) => answeredWith(a.responseStatus, each)))
          : gte(a.n, attemptsMin),
      ),
    );
  if (rarity === 'attempted') return telling.as('unusual');
  const unattempted = tx.select({ id: discards.deliveryId }).from(discards).where(ofHook(discards));
  return unionAll(telling, unattempted).as('unusual');
}
