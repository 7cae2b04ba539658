import type { SqlTransaction } from '../driver';

/**
 * The number by which the sequences of history ids advance. The old instance may have continued after the backup, and
 * receivers know the ids that it sent, so no other event may get them. The number is larger than the ids of a day.
 */
const IDS_SKIPPED = 2 ** 30;

/**
 * Releases the leases of the old instance's workers, as after the end of any worker. Each leased attempt gets an
 * unknown outcome, and its delivery is due again.
 */
export async function settle(tx: SqlTransaction): Promise<void> {
  await tx`SET LOCAL ROLE gancho_engine`;
  await tx`
    SELECT gancho.release(w.worker) FROM (SELECT DISTINCT worker FROM gancho.queue WHERE worker IS NOT NULL) AS w`;
  await tx`DELETE FROM gancho.workers`;
  await tx`DELETE FROM gancho.engine_heartbeat`;
  await tx`DELETE FROM gancho.engine_troubles`;
  await tx`RESET ROLE`;
  await tx`
    SELECT setval(s.sequencename::text::regclass, (coalesce(q.last, 0) + ${IDS_SKIPPED}::bigint) % q.max + 1)
    FROM (VALUES ('gancho.event_sequence'), ('gancho.delivery_sequence')) AS s (sequencename)
    CROSS JOIN LATERAL (
      SELECT last_value AS last, max_value AS max FROM pg_sequences
      WHERE schemaname || '.' || sequencename = s.sequencename
    ) AS q`;
}
