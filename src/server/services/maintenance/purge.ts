import { lt, sql } from 'drizzle-orm';
import { dayOfDate, firstIdOfDay } from '@/domain/ids';
import type { Database } from '@/server/db/client';
import { notifications } from '@/server/db/schema';
import type { Log } from '../context';
import { QUEUE_CHUNK } from '../queue-chunk';

export type Purged = {
  partitionsDropped: number;
  partitionsCreated: number;
  liveRowsDropped: number;
};

const DAYS_AHEAD = 7;
const DAY_MS = 24 * 3600 * 1000;
const TRIES = 25;
const PAUSE_MS = 400;

/**
 * Makes the coming days' partitions and drops those that lie wholly before the retention. A drop waits
 * 200 ms for its lock and then lets others pass, so that it never stands in the way behind a long read;
 * what it does not get this time, the next purge drops.
 */
export async function purge(
  db: Database,
  { nowMs, retentionDays, log }: { nowMs: number; retentionDays: number; log: Log },
): Promise<Purged> {
  const today = dayOfDate(nowMs);
  const created = await db.engine<{ made: boolean }[]>`
    SELECT gancho.create_partitions(${today}::integer + n) AS made FROM generate_series(0, ${DAYS_AHEAD}) AS n`;
  const oldestDay = dayOfDate(nowMs - retentionDays * DAY_MS);
  const minId = firstIdOfDay(oldestDay);
  const liveRowsDropped = await forgetQueues(db, minId);
  await db.engine`SELECT gancho.forget_before(${minId}::bigint)`;
  await db.asSystem((tx) =>
    tx.execute(sql`
      DELETE FROM gancho.idempotent_requests WHERE created_at < clock_timestamp() - interval '1 day'`),
  );
  const oldest = new Date(oldestDay * DAY_MS);
  await db.asSystem((tx) => tx.delete(notifications).where(lt(notifications.createdAt, oldest)));
  let dropped = 0;
  for (const partition of await expiredPartitions(db, oldestDay)) {
    if (await dropPartition(db, partition, log)) dropped += 1;
  }
  return {
    partitionsDropped: dropped,
    partitionsCreated: created.filter((row) => row.made).length,
    liveRowsDropped,
  };
}

/** In chunks: each holds its hook's lock, for which deliveries wait. */
async function forgetQueues({ engine }: Database, minId: number): Promise<number> {
  const hooks = await engine<{ hook_id: number }[]>`
    SELECT hook_id FROM gancho.hooks_to_forget(${minId}::bigint)`;
  let dropped = 0;
  for (const { hook_id } of hooks) {
    for (let count = QUEUE_CHUNK; count === QUEUE_CHUNK; dropped += count) {
      const [row] = await engine<{ n: number }[]>`
        SELECT gancho.forget_queue(${hook_id}::bigint, ${minId}::bigint, ${QUEUE_CHUNK}::integer) AS n`;
      count = row?.n ?? 0;
    }
  }
  return dropped;
}

type Partition = { parent: string; child: string };

/** Attempts first, so that none outlives what it belongs to. */
async function expiredPartitions({ engine }: Database, oldestDay: number): Promise<Partition[]> {
  const limit = new Date(oldestDay * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
  return engine<Partition[]>`
    SELECT p.relname AS parent, c.relname AS child
    FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid
    WHERE p.relnamespace = 'gancho'::regnamespace AND p.relname IN ('events', 'deliveries', 'attempts', 'discards')
      AND c.relkind = 'r' AND right(c.relname, 8) < ${limit}
    ORDER BY c.relname`;
}

async function dropPartition(
  { engine }: Database,
  { parent, child }: Partition,
  log: Log,
): Promise<boolean> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    try {
      await engine.begin(async (tx) => {
        await tx`SET LOCAL lock_timeout = '200ms'`;
        await tx.unsafe(`ALTER TABLE gancho.${parent} DETACH PARTITION gancho.${child}`);
        await tx.unsafe(`DROP TABLE gancho.${child}`);
      });
      return true;
    } catch (error) {
      const isLockTimeout = error instanceof Error && 'code' in error && error.code === '55P03';
      if (!isLockTimeout) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  log.warn({ partition: child }, 'A partition is in use and stays until the next purge');
  return false;
}
