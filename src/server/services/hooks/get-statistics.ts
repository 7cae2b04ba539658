import { and, asc, eq, gte, sql } from 'drizzle-orm';
import type { HookStatistics, StatisticsInput } from '@/contracts/statistics';
import { addHistograms, percentileMs } from '@/domain/latency';
import { bucketsOf, startOfHour, successRate } from '@/domain/statistics';
import type { Transaction } from '@/server/db/client';
import { deliveryCounts, hookHours } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { databaseNowMs } from '../database-now';
import { requireReadableHook } from './hook-rows';

/**
 * The statistics of a hook in a recent period. They come from the engine's hourly rows, whatever the number of
 * deliveries.
 */
export async function getStatistics({
  ctx,
  input,
}: {
  ctx: Context;
  input: StatisticsInput;
}): Promise<HookStatistics> {
  const { companyId, projectId, window } = input;
  authorise(ctx.actor, { companyId, projectId }, 'deliveries:read');
  return ctx.db.asTenant(companyId, async (tx) => {
    await requireReadableHook(tx, input);
    const nowMs = await databaseNowMs(tx);
    const { firstHour, bucketHours, count } = bucketsOf(window, nowMs, ctx.settings.retentionDays);
    const hours = await hoursSince(tx, input, firstHour);
    const attempts = sumAttempts(hours);
    const latency = addHistograms(hours.map((hour) => hour.latency));
    return {
      window,
      since: startOfHour(firstHour),
      until: new Date(nowMs),
      attempts,
      deliveries: { ...sumEnded(hours), ...(await countWaiting(tx, input)) },
      successRate: successRate(attempts),
      latency: percentiles(latency),
      buckets: Array.from({ length: count }, (_, n) => {
        const from = firstHour + n * bucketHours;
        const own = hours.filter(({ hour }) => hour >= from && hour < from + bucketHours);
        return {
          start: startOfHour(from),
          ...sumAttempts(own),
          p95Ms: rounded(percentileMs(addHistograms(own.map((hour) => hour.latency)), 0.95)),
        };
      }),
    };
  });
}

type Hour = Awaited<ReturnType<typeof hoursSince>>[number];

/** A range of the table's key. */
function hoursSince(tx: Transaction, { companyId, hookId }: StatisticsInput, firstHour: number) {
  const h = hookHours;
  return tx
    .select()
    .from(h)
    .where(and(eq(h.companyId, companyId), eq(h.hookId, hookId), gte(h.hour, firstHour)))
    .orderBy(asc(h.hour));
}

async function countWaiting(tx: Transaction, { companyId, hookId }: StatisticsInput) {
  const c = deliveryCounts;
  const [row] = await tx
    .select({
      queued: sql<number>`coalesce(sum(${c.queued}), 0)::float8`,
      retrying: sql<number>`coalesce(sum(${c.retrying}), 0)::float8`,
    })
    .from(c)
    .where(and(eq(c.companyId, companyId), eq(c.hookId, hookId)));
  return row ?? { queued: 0, retrying: 0 };
}

function sumAttempts(hours: readonly Hour[]) {
  return {
    successes: hours.reduce((sum, hour) => sum + hour.successes, 0),
    failures: hours.reduce((sum, hour) => sum + hour.failures, 0),
  };
}

function sumEnded(hours: readonly Hour[]) {
  return {
    delivered: hours.reduce((sum, hour) => sum + hour.delivered, 0),
    failed: hours.reduce((sum, hour) => sum + hour.failed, 0),
    discarded: hours.reduce((sum, hour) => sum + hour.discarded, 0),
  };
}

function percentiles(histogram: readonly number[]): HookStatistics['latency'] {
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((share) =>
    rounded(percentileMs(histogram, share)),
  );
  return p50Ms == null || p95Ms == null || p99Ms == null ? null : { p50Ms, p95Ms, p99Ms };
}

/** Rounds to three digits, because a bucket is not more precise. */
function rounded(ms: number | null): number | null {
  return ms === null ? null : Number(ms.toPrecision(3));
}
