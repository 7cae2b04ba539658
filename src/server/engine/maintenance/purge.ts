import type { Database } from '@/server/db/client';
import { numberColumn } from '@/server/db/columns';
import type { Log } from '@/server/services/context';
import { findRefusedPurge, type RefusedPurge } from './refused-purge';

export type Purged = {
  partitionsDropped: number;
  partitionsCreated: number;
  /** Days that have left the retention and stay, since something of them is still to be delivered. */
  daysKept: string[];
  /** Null unless more would have gone than may go unasked: nothing was dropped then. */
  refused: RefusedPurge | null;
};

type Input = {
  retentionDays: number;
  /** Somebody has been asked, and wants it all gone. */
  isConfirmed?: boolean;
  log: Log;
};

const DAYS_AHEAD = 7;
const TRIES = 25;
const PAUSE_MS = 400;

/**
 * Makes the coming days' partitions and drops those that lie wholly before the retention, but for days of which
 * something is open. By the database's clock, and no more days than have passed since the last purge, and two, unless
 * it is confirmed: a clock or a setting that is wrong takes nothing with it. A drop waits 200 ms for its lock and then
 * lets others pass, so that it never stands in the way behind a long read; the next purge drops what this one leaves.
 */
export async function purge(db: Database, input: Input): Promise<Purged> {
  // On a full disk nothing can be made before something has gone.
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
    log.warn({ ...refused }, 'The purge is refused: it would drop more days than have passed');
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
    log.info({ event: 'purged', days, rows_about: rows }, 'What left the retention was dropped');
  }
  return { partitionsDropped, daysKept: kept.map((row) => row.date), refused: null };
}

/** `rows` as the last ANALYZE has counted them. */
type Partition = { child: string; rows: number };

/** Attempts first, so that none outlives what it belongs to. */
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
        // Not detached before: that writes to the catalogue, for which a full disk has no room.
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
