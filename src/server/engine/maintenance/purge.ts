import type { Database } from '@/server/db/client';
import { numberColumn } from '@/server/db/columns';
import type { Log } from '@/server/services/context';
import { findRefusedPurge, type RefusedPurge } from './refused-purge';

export type Purged = {
  partitionsDropped: number;
  partitionsCreated: number;
  /** Days that have left the retention but stay, because they have open deliveries. */
  daysKept: string[];
  /** Null unless the purge would drop more than it may without confirmation. It then drops nothing. */
  refused: RefusedPurge | null;
};

type Input = {
  retentionDays: number;
  /** A person was asked and confirmed the whole drop. */
  isConfirmed?: boolean;
  log: Log;
};

const DAYS_AHEAD = 7;
const TRIES = 25;
const PAUSE_MS = 400;

/**
 * Creates the partitions of the coming days and drops those that lie completely before the retention, except for days
 * with open deliveries. It uses the database's clock. Unless it is confirmed, it drops at most as many days as have
 * passed since the last purge, plus two, so that a wrong clock or setting deletes nothing. A drop waits 200 ms for its
 * lock and then lets others pass, so that it never blocks others behind a long read. The next purge drops what this one
 * leaves.
 */
export async function purge(db: Database, input: Input): Promise<Purged> {
  // On a full disk, partitions cannot be created until others are dropped.
  const madeAtOnce = await createPartitions(db).catch(() => null);
  const dropped = await dropExpired(db, input);
  return { ...dropped, partitionsCreated: madeAtOnce ?? (await createPartitions(db)) };
}

async function createPartitions({ engine }: Database): Promise<number> {
  const created = await engine<{ made: boolean }[]>`
    SELECT gancho.create_partitions(gancho.day_of(clock_timestamp()) + n) AS made
    FROM generate_series(0, ${DAYS_AHEAD}::integer) AS n`;
  return created.filter((row) => row.made).length;
}

async function dropExpired(
  db: Database,
  { retentionDays, isConfirmed = false, log }: Input,
): Promise<Omit<Purged, 'partitionsCreated'>> {
  const { engine } = db;
  await engine`SELECT gancho.forget_expired()`;
  const [begun] = await engine<{ first_day: number | null }[]>`
    SELECT gancho.begin_purge(${retentionDays}::integer, ${isConfirmed}::boolean) AS first_day`;
  const firstDay = begun?.first_day ?? null;
  if (firstDay === null) {
    const refused = await findRefusedPurge(db, retentionDays);
    log.warn(
      { ...refused },
      'The purge is refused because it would drop more days than have passed',
    );
    return { partitionsDropped: 0, daysKept: [], refused };
  }
  const kept = await engine<{ day: number; date: string }[]>`
    SELECT o.day, gancho.date_of(o.day) AS date FROM gancho.open_days(${firstDay}::integer) AS o ORDER BY o.day`;
  const keptDays = numberColumn(kept.map((row) => row.day));
  await engine`SELECT gancho.forget_days(${firstDay}::integer, ${keptDays}::integer[])`;
  const dropped: Partition[] = [];
  for (const partition of await expiredPartitions(db, firstDay, keptDays)) {
    if (await dropPartition(db, partition, log)) dropped.push(partition);
  }
  const partitionsDropped = dropped.length;
  if (partitionsDropped > 0) {
    const days = [...new Set(dropped.map(({ child }) => child.slice(-8)))].sort();
    const rows = dropped.reduce((sum, partition) => sum + partition.rows, 0);
    log.info(
      { event: 'purged', days, rows_about: rows },
      'Days older than the retention were dropped',
    );
  }
  return { partitionsDropped, daysKept: kept.map((row) => row.date), refused: null };
}

/** `rows`: the count of the last ANALYZE. */
type Partition = { child: string; rows: number };

/** Lists attempts first, so that no attempt outlives its delivery. */
async function expiredPartitions(
  { engine }: Database,
  firstDay: number,
  keptDays: string,
): Promise<Partition[]> {
  return engine<Partition[]>`
    SELECT child, rows FROM gancho.expired_partitions(${firstDay}::integer, ${keptDays}::integer[]) ORDER BY child`;
}

async function dropPartition(
  { engine }: Database,
  { child }: Partition,
  log: Log,
): Promise<boolean> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    try {
      await engine.begin(async (tx) => {
        await tx`SET LOCAL lock_timeout = '200ms'`;
        // Not detached first, because detaching writes to the catalogue, and a full disk has no room for that.
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
