import { and, asc, eq, gt, sql } from 'drizzle-orm';
import { dayOfDate, firstIdOfDay } from '@/domain/ids';
import type { Transaction } from '@/server/db/client';
import { deliveries, discards } from '@/server/db/schema';
import {
  afterId,
  type Chosen,
  hooksAsRows,
  isChosen,
  isLostDelivery,
  missingOf,
  ofHooks,
} from './chosen';

/** Rows that one portion may read, so that a rare choice in a long history holds nothing up. */
const READ_MAX = 20_000;

/** The next deliveries of a job for one hook, in the order of the events. */
export type Portion = {
  deliveryIds: number[];
  /** Events that the hook has never got. */
  eventIds: number[];
  /** Everything up to here has been looked at. */
  afterId: number;
  isAll: boolean;
};

export async function nextPortion(
  tx: Transaction,
  chosen: Chosen,
  from: { hookId: number; afterId: number },
  limit: number,
): Promise<Portion> {
  if (chosen.choice.only === 'missing') return nextMissing(tx, chosen, from, limit);
  const found =
    chosen.choice.only === 'lost'
      ? await nextLost(tx, chosen, from, limit)
      : await nextMatching(tx, chosen, from, limit);
  return { ...found, eventIds: [] };
}

type From = { hookId: number; afterId: number };

async function nextLost(tx: Transaction, chosen: Chosen, from: From, limit: number) {
  const rows = await tx
    .select({ id: deliveries.id })
    .from(deliveries)
    .innerJoin(discards, isLostDelivery)
    .where(
      and(
        ofHooks([from.hookId]),
        // The index of lost deliveries begins here.
        eq(discards.hookId, from.hookId),
        gt(discards.deliveryId, from.afterId),
        isChosen(chosen),
      ),
    )
    .orderBy(asc(discards.deliveryId))
    .limit(limit);
  return portionOf(rows, limit, from.afterId);
}

async function nextMatching(tx: Transaction, chosen: Chosen, from: From, limit: number) {
  const d = deliveries;
  const ofHook = and(
    eq(d.companyId, chosen.companyId),
    ofHooks([from.hookId]),
    afterId(from.afterId),
  );
  const beforeJob = sql`${d.id} < ${firstIdOfDay(dayOfDate(chosen.at.getTime()) + 1)}`;
  const [last] = await tx
    .select({ id: d.id })
    .from(d)
    .where(and(ofHook, beforeJob))
    .orderBy(asc(d.id))
    .offset(READ_MAX - 1)
    .limit(1);
  const rows = await tx
    .select({ id: d.id })
    .from(d)
    .where(and(ofHook, beforeJob, last && sql`${d.id} <= ${last.id}`, isChosen(chosen)))
    .orderBy(asc(d.id))
    .limit(limit);
  const portion = portionOf(rows, limit, from.afterId);
  if (!portion.isAll || last === undefined) return portion;
  return { ...portion, afterId: last.id, isAll: false };
}

function portionOf(rows: readonly { id: number }[], limit: number, after: number) {
  const deliveryIds = rows.map(({ id }) => id);
  return { deliveryIds, afterId: deliveryIds.at(-1) ?? after, isAll: rows.length < limit };
}

type MissingRow = {
  event_id: number | null;
  delivery_id: number | null;
  read_to: number | null;
  is_all: boolean | null;
};

async function nextMissing(
  tx: Transaction,
  chosen: Chosen,
  from: From,
  limit: number,
): Promise<Portion> {
  const { rows } = await tx.execute<MissingRow>(sql`
    SELECT m.* FROM ${hooksAsRows([from.hookId])} CROSS JOIN LATERAL ${missingOf(chosen, from.afterId, READ_MAX)} AS m`);
  const receipt = rows.find((row) => row.event_id === null);
  const found = rows.flatMap(({ event_id: eventId, delivery_id: deliveryId }) =>
    eventId === null ? [] : [{ eventId, deliveryId }],
  );
  const taken = found.slice(0, limit);
  const isCut = taken.length < found.length;
  return {
    deliveryIds: taken.flatMap(({ deliveryId }) => deliveryId ?? []),
    eventIds: taken.flatMap(({ eventId, deliveryId }) => (deliveryId === null ? [eventId] : [])),
    afterId: isCut ? (taken.at(-1)?.eventId ?? from.afterId) : (receipt?.read_to ?? from.afterId),
    isAll: !isCut && (receipt?.is_all ?? true),
  };
}
