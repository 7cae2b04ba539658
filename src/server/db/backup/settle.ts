import type { SqlTransaction } from '../driver';

/**
 * How far the ids of history move on. The old instance may have gone on after the backup: what it sent then has ids that a
 * receiver knows, and that no other event may get. More than it can have used in a day.
 */
const IDS_SKIPPED = 2 ** 30;

/**
 * Ends what belonged to the processes of the old instance. What they held is an attempt of which nobody knows the outcome,
 * and is due again, as after the end of any worker.
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
