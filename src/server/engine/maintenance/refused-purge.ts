import { sql } from 'drizzle-orm';
import type { Database } from '@/server/db/client';
import { numberColumn } from '@/server/db/columns';

/** The data that a purge would drop but must not drop without confirmation. */
export type RefusedPurge = {
  days: number;
  /** The first of these days, such as 2026-02-28. */
  oldestDay: string;
  /** The first day that would stay. */
  firstDayKept: string;
  /** Counted up to a million. */
  events: number;
};

const COUNT_MAX = 1_000_000;

/** Returns null if a purge with this retention needs no confirmation. */
export async function findRefusedPurge(
  db: Database,
  retentionDays: number,
): Promise<RefusedPurge | null> {
  const [plan] = await db.engine<{ days: number[]; oldest: string; target: string }[]>`
    SELECT p.days, gancho.date_of(p.days[1]) AS oldest, gancho.date_of(p.target_day) AS target
    FROM gancho.plan_purge(${retentionDays}::integer) AS p WHERE NOT p.is_usual`;
  if (plan === undefined) return null;
  const {
    rows: [row],
  } = await db.asSystem((tx) =>
    tx.execute<{ n: number }>(sql`SELECT count(*)::integer AS n FROM (
      SELECT FROM unnest(${numberColumn(plan.days)}::integer[]) AS d (day), gancho.events e
      WHERE e.id >= d.day::bigint << 37 AND e.id < (d.day + 1)::bigint << 37
      LIMIT ${COUNT_MAX}) AS counted`),
  );
  return {
    days: plan.days.length,
    oldestDay: plan.oldest,
    firstDayKept: plan.target,
    events: row?.n ?? 0,
  };
}

/** Describes the refused purge in words, with the remedy. */
export function describeRefusedPurge(refused: RefusedPurge, retentionDays: number): string {
  const { days, oldestDay, firstDayKept } = refused;
  const events =
    refused.events >= COUNT_MAX ? 'a million events or more' : `${refused.events} events`;
  return (
    `With a retention of ${retentionDays} days, the history from ${oldestDay} until ${firstDayKept} would go: ` +
    `${days} days, ${events}. Nothing is dropped until this is confirmed: npm run gancho -- purge --confirm. ` +
    'To keep it, raise GANCHO_RETENTION_DAYS.'
  );
}
