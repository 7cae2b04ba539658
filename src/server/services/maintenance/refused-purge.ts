import type { Database } from '@/server/db/client';

/** What a purge would drop that it must not drop unasked. */
export type RefusedPurge = {
  days: number;
  /** The first of these days: 2026-02-28. */
  oldestDay: string;
  /** The first day that would stay. */
  firstDayKept: string;
  /** Counted up to a million. */
  events: number;
};

const COUNT_MAX = 1_000_000;

/** Null: a purge with this retention is as usual. */
export async function findRefusedPurge(
  { engine, asSystem }: Database,
  retentionDays: number,
): Promise<RefusedPurge | null> {
  const [plan] = await engine<
    { target_day: number; oldest_day: number; days: number; oldest: string; target: string }[]
  >`
    SELECT p.target_day, p.oldest_day, p.days, gancho.date_of(p.oldest_day) AS oldest, gancho.date_of(p.target_day) AS target
    FROM gancho.plan_purge(${retentionDays}::integer) AS p WHERE p.days > p.days_max`;
  if (plan === undefined) return null;
  const [row] = await asSystem((tx) =>
    tx.execute<{ n: number }>(`SELECT count(*)::integer AS n FROM (
      SELECT FROM gancho.events e WHERE e.id >= ${plan.oldest_day}::bigint << 37 AND e.id < ${plan.target_day}::bigint << 37
      LIMIT ${COUNT_MAX}) AS counted`),
  );
  return {
    days: plan.days,
    oldestDay: plan.oldest,
    firstDayKept: plan.target,
    events: row?.n ?? 0,
  };
}

/** In words, with the way out. */
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
