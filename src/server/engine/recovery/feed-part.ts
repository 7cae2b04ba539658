import { sql } from 'drizzle-orm';
import { PORTION_MS, portionOf, type RedeliveryChoice } from '@/domain/redelivery';
import type { Database, Transaction } from '@/server/db/client';
import { readTime } from '@/server/db/schema/base';
import { nextPortion } from '@/server/services/redeliveries/next-portion';

/** The part of a job for one hook. */
export type Part = { redeliveryId: number; hookId: number; companyId: number };

export type Fed = { count: number; lateMs: number };

/** Rounds of several processes may come close together. A part is fed once in this time. */
const PAUSE = `${0.8 * PORTION_MS} milliseconds`;
const WITHIN = `${PORTION_MS} milliseconds`;

type Settled = {
  after_id: number;
  may_feed: boolean;
  is_in_order: boolean;
  max_in_flight: number;
  max_per_second: number | null;
  answer_ms: number | null;
  waiting: number;
  retrying: number;
  delivered: number;
  late_ms: number;
};

/** Counts what has ended, and queues the next portion. Null: nothing to do now. */
export function feedPart(db: Database, part: Part, share: number): Promise<Fed | null> {
  return db.asTenant(part.companyId, async (tx) => {
    const { redeliveryId, hookId } = part;
    const {
      rows: [settled],
    } = await tx.execute<Settled>(
      sql`SELECT * FROM gancho.settle_redelivery(${redeliveryId}, ${hookId}, ${PAUSE}::interval)`,
    );
    if (settled === undefined) return null;
    const { late_ms: lateMs } = settled;
    const limit = settled.may_feed ? portionOf(factsOf(settled), share) : 0;
    return { count: limit === 0 ? 0 : await feed(tx, part, settled.after_id, limit), lateMs };
  });
}

const factsOf = (settled: Settled) => ({
  isInOrder: settled.is_in_order,
  maxInFlight: settled.max_in_flight,
  maxPerSecond: settled.max_per_second,
  answerMs: settled.answer_ms,
  waiting: settled.waiting,
  retrying: settled.retrying,
  delivered: settled.delivered,
});

async function feed(tx: Transaction, part: Part, afterId: number, limit: number): Promise<number> {
  const { redeliveryId, hookId, companyId } = part;
  const {
    rows: [job],
  } = await tx.execute<{ choice: RedeliveryChoice; at: string }>(sql`
    SELECT r.choice, r.created_at::text AS at FROM gancho.redeliveries r
    WHERE r.company_id = ${companyId} AND r.id = ${redeliveryId}`);
  if (job === undefined) return 0;
  const at = readTime(job.at);
  const portion = await nextPortion(
    tx,
    { companyId, choice: job.choice, at },
    { hookId, afterId },
    limit,
  );
  if (!(await takesNow(tx, part))) return 0;
  const ids = [
    ...(await requeued(tx, hookId, portion.deliveryIds, at)),
    ...(await delivered(tx, hookId, portion.eventIds)),
  ];
  await tx.execute(sql`
    UPDATE gancho.redelivery_hooks p SET open_ids = p.open_ids || ${bigints(ids)}, sent = p.sent + ${ids.length}::integer,
      after_id = ${portion.afterId}, is_read = ${portion.isAll}, fed_at = clock_timestamp()
    WHERE p.company_id = ${companyId} AND p.redelivery_id = ${redeliveryId} AND p.hook_id = ${hookId}`);
  return ids.length;
}

/** Locks the hook's queue. In the meantime, somebody may have disabled or deleted the hook, or discarded its queue. */
async function takesNow(tx: Transaction, { hookId, companyId }: Part): Promise<boolean> {
  await tx.execute(sql`SELECT gancho.lock_hook(${hookId})`);
  const {
    rows: [row],
  } = await tx.execute<{ takes: boolean }>(sql`
    SELECT k.deleted_at IS NULL AND gancho.takes_redelivery(h.is_enabled, h.is_discarding, h.circuit_opened_at) AS takes
    FROM gancho.hook_queue h JOIN gancho.hooks k ON k.company_id = h.company_id AND k.id = h.hook_id
    WHERE h.company_id = ${companyId} AND h.hook_id = ${hookId}`);
  return row?.takes ?? false;
}

async function requeued(tx: Transaction, hookId: number, ids: readonly number[], at: Date) {
  if (ids.length === 0) return [];
  const { rows } = await tx.execute<{ id: number }>(sql`
    SELECT q.delivery_id AS id FROM gancho.requeue(${hookId}, ${bigints(ids)}, ${at.toISOString()}, ${WITHIN}) AS q`);
  return rows.map(({ id }) => id);
}

async function delivered(tx: Transaction, hookId: number, eventIds: readonly number[]) {
  if (eventIds.length === 0) return [];
  const { rows } = await tx.execute<{ id: number }>(sql`
    SELECT m.id FROM gancho.deliver_missing(${hookId}, ${bigints(eventIds)}, ${WITHIN}) AS m (id)`);
  return rows.map(({ id }) => id);
}

const bigints = (ids: readonly number[]) => sql`${`{${ids.join(',')}}`}::bigint[]`;
