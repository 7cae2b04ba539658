import { type MiscountedHour, miscountedHours } from '@tests/support/miscounted-hours';
import type { Sql } from '@/server/db/driver';

export type StoredDelivery = {
  id: number;
  hook_id: number;
  ulid: string;
  status: 'queued' | 'retrying' | 'delivered' | 'failed' | 'discarded';
  attempts: number;
  /** The code of its reason. */
  reason: string | null;
  created_ms: number;
  /** Null while it is not finished. */
  finished_ms: number | null;
};
type Numbered = {
  delivery_id: number;
  n: number;
  outcome: string;
  started_ms: number;
  /** Null while the outcome is unknown. */
  finished_ms: number | null;
};
type Waiting = {
  hook_id: number;
  delivery_id: number;
  is_held: boolean;
  overdue_ms: number;
};
type HookRow = { hook_id: number; in_flight: number; held: number; is_asleep: boolean };
type Counted = { hook_id: number; status: string; counted: number; stored: number };

/** The rows in the database at the end of the run, without those from before it. */
export type Evidence = {
  events: Set<string>;
  undispatched: number;
  deliveries: StoredDelivery[];
  attempts: Numbered[];
  waiting: Waiting[];
  hooks: HookRow[];
  miscounted: Counted[];
  miscountedHours: MiscountedHour[];
};

/** @param firstId the first id of the day on which the run began */
export async function readEvidence(
  sql: Sql,
  { firstId, hookIds }: { firstId: number; hookIds: readonly number[] },
): Promise<Evidence> {
  const events = await sql<{ ulid: string }[]>`
    SELECT ulid FROM gancho.events WHERE id >= ${firstId}`;
  const [pending] = await sql<
    { n: number }[]
  >`SELECT coalesce(sum(cardinality(event_ids)), 0)::int AS n FROM gancho.pending_events`;
  const deliveries = await sql<StoredDelivery[]>`
    SELECT d.id::float8 AS id, d.hook_id::float8 AS hook_id, e.ulid, d.status, d.attempts, d.reason ->> 'code' AS reason,
      (1000 * extract(epoch FROM d.created_at))::float8 AS created_ms,
      (1000 * extract(epoch FROM d.finished_at))::float8 AS finished_ms
    FROM gancho.deliveries d JOIN gancho.events e ON e.id = d.event_id
    WHERE d.id >= ${firstId} ORDER BY d.id`;
  const attempts = await sql<Numbered[]>`
    SELECT delivery_id::float8 AS delivery_id, n, outcome, (1000 * extract(epoch FROM started_at))::float8 AS started_ms,
      (1000 * extract(epoch FROM finished_at))::float8 AS finished_ms
    FROM gancho.attempts WHERE delivery_id >= ${firstId}`;
  const waiting = await sql<Waiting[]>`
    SELECT hook_id::float8 AS hook_id, delivery_id::float8 AS delivery_id, worker IS NOT NULL AS is_held,
      (1000 * extract(epoch FROM clock_timestamp() - due_at))::float8 AS overdue_ms
    FROM gancho.queue`;
  const hooks = await sql<HookRow[]>`
    SELECT h.hook_id::float8 AS hook_id, h.in_flight, count(q.worker)::int AS held,
      h.next_at = 'infinity' AND count(q.hook_id) > count(q.worker) AND count(q.worker) = 0 AS is_asleep
    FROM gancho.hook_queue h LEFT JOIN gancho.queue q ON q.hook_id = h.hook_id
    GROUP BY h.hook_id`;
  const miscounted = await sql<Counted[]>`
    WITH counted AS (
      SELECT c.hook_id, s.status, sum(s.n)::int AS n FROM gancho.delivery_counts c, LATERAL (VALUES
        ('queued', c.queued), ('retrying', c.retrying), ('delivered', c.delivered), ('failed', c.failed),
        ('discarded', c.discarded)) AS s (status, n)
      GROUP BY 1, 2
    ), stored AS (
      SELECT hook_id, status, count(*)::int AS n FROM gancho.deliveries GROUP BY 1, 2
    )
    SELECT hook_id::float8 AS hook_id, status, coalesce(c.n, 0) AS counted, coalesce(s.n, 0) AS stored
    FROM counted c FULL JOIN stored s USING (hook_id, status)
    WHERE coalesce(c.n, 0) <> coalesce(s.n, 0) AND hook_id = ANY (${hookIds as number[]})`;
  return {
    events: new Set(events.map(({ ulid }) => ulid)),
    undispatched: pending?.n ?? 0,
    deliveries,
    attempts,
    waiting,
    hooks,
    miscounted,
    miscountedHours: (await miscountedHours(sql)).filter(({ hook_id }) =>
      hookIds.includes(hook_id),
    ),
  };
}
