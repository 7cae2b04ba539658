import type { Services } from '../context';

/** The sample's history goes back this far, or as far as the retention. */
const SAMPLE_DAYS_MAX = 28;

export function sampleDays({ settings }: Pick<Services, 'settings'>): number {
  return Math.min(SAMPLE_DAYS_MAX, settings.retentionDays);
}

/** The lock of migrations, which also create partitions: two processes that create the same partition collide. */
const MIGRATION_LOCK = 7305087;

/**
 * Creates the partitions of the past days. It runs as the login that owns the tables, not as one of our roles, so not
 * in the transaction that fills them.
 */
export async function createSamplePartitions(ctx: Pick<Services, 'db' | 'settings'>) {
  await ctx.db.engine.begin(async (tx) => {
    await tx`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`;
    await tx`
      SELECT gancho.create_partitions(gancho.day_of(clock_timestamp()) - n)
      FROM generate_series(0, ${sampleDays(ctx)}::integer) AS n`;
  });
}
