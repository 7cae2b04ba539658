import { sql } from 'drizzle-orm';
import { FAILURES_TO_OPEN } from '@/domain/engine-numbers';
import type { Transaction } from '@/server/db/client';
import { type HistoryRows, historyRows } from './history-rows';
import { hourRows } from './hour-rows';
import type { SampleHistory } from './sample-history';

/** Writes a history with a few statements, one per table, and the live rows that belong to it. */
export async function writeHistory(
  tx: Transaction,
  companyId: number,
  history: SampleHistory,
): Promise<void> {
  const rows = historyRows(companyId, history, {
    events: await draw(tx, 'gancho.event_sequence', history.events.length),
    deliveries: await draw(tx, 'gancho.delivery_sequence', history.deliveries.length),
  });
  await insertHistory(tx, rows);
  await tx.execute(sql`
    INSERT INTO gancho.delivery_counts (company_id, hook_id, day, queued, retrying, delivered, failed, discarded)
    SELECT d.company_id, d.hook_id, (d.id >> 37)::integer,
      count(*) FILTER (WHERE d.status = 'queued'), count(*) FILTER (WHERE d.status = 'retrying'),
      count(*) FILTER (WHERE d.status = 'delivered'), count(*) FILTER (WHERE d.status = 'failed'),
      count(*) FILTER (WHERE d.status = 'discarded')
    FROM gancho.deliveries d WHERE d.company_id = ${companyId} GROUP BY 1, 2, 3`);
  await tx.execute(sql`
    INSERT INTO gancho.hook_hours (company_id, hook_id, hour, successes, failures, delivered, failed, discarded, latency)
    SELECT * FROM json_to_recordset(${JSON.stringify(hourRows(companyId, history))}::text::json) AS r (
      company_id bigint, hook_id bigint, hour integer, successes integer, failures integer, delivered integer,
      failed integer, discarded integer, latency integer[])`);
  await tx.execute(sql`
    INSERT INTO gancho.discards (hook_id, delivery_id, company_id)
    SELECT d.hook_id, d.id, d.company_id
    FROM gancho.deliveries d WHERE d.company_id = ${companyId} AND d.status = 'discarded'`);
  await tx.execute(sql`
    INSERT INTO gancho.queue (hook_id, delivery_id, event_id, due_at, attempt, first_attempt_at)
    SELECT d.hook_id, d.id, d.event_id, coalesce(d.next_attempt_at, d.created_at), d.attempts, d.first_attempt_at
    FROM gancho.deliveries d WHERE d.company_id = ${companyId} AND d.finished_at IS NULL`);
  await writeQueueStates(tx, companyId);
}

/** Draws this many numbers of a sequence, in rising order. */
async function draw(tx: Transaction, sequence: string, count: number): Promise<number[]> {
  const { rows } = await tx.execute<{ n: number }>(
    sql`SELECT nextval(${sequence}::regclass) AS n FROM generate_series(1, ${count}::integer)`,
  );
  return rows.map((row) => row.n).sort((a, b) => a - b);
}

async function insertHistory(tx: Transaction, rows: HistoryRows): Promise<void> {
  const { eventRows, deliveryRows, attemptRows } = rows;
  await tx.execute(sql`
    INSERT INTO gancho.events (id, company_id, project_id, ulid, resource_name, resource_level, resource_id,
      event_type, user_id, occurred_at, recorded_at, data)
    SELECT * FROM json_to_recordset(${JSON.stringify(eventRows)}::text::json) AS r (id bigint, company_id bigint,
      project_id bigint, ulid text, resource_name text, resource_level text, resource_id text, event_type text,
      user_id text, occurred_at timestamptz, recorded_at timestamptz, data json)`);
  await tx.execute(sql`
    INSERT INTO gancho.deliveries (id, company_id, hook_id, event_id, project_id, resource_name, resource_id,
      event_type, status, reason, attempts, response_status, created_at, first_attempt_at, last_attempt_at,
      next_attempt_at, finished_at)
    SELECT * FROM json_to_recordset(${JSON.stringify(deliveryRows)}::text::json) AS r (id bigint,
      company_id bigint, hook_id bigint, event_id bigint, project_id bigint, resource_name text,
      resource_id text, event_type text, status text, reason jsonb, attempts integer,
      response_status smallint, created_at timestamptz, first_attempt_at timestamptz,
      last_attempt_at timestamptz, next_attempt_at timestamptz, finished_at timestamptz)`);
  await tx.execute(sql`
    INSERT INTO gancho.attempts (delivery_id, n, company_id, hook_id, outcome, error, response_status,
      started_at, finished_at, timing, remote_address, request_headers, response_headers, response_body)
    SELECT r.delivery_id, r.n, r.company_id, r.hook_id, r.outcome, r.error, r.response_status, r.started_at,
      r.finished_at, r.timing, r.remote_address, r.request_headers, r.response_headers,
      convert_to(r.response_body, 'UTF8')
    FROM json_to_recordset(${JSON.stringify(attemptRows)}::text::json) AS r (delivery_id bigint, n integer,
      company_id bigint, hook_id bigint, outcome text, error jsonb, response_status smallint,
      started_at timestamptz, finished_at timestamptz, timing json, remote_address text,
      request_headers json, response_headers json, response_body text)`);
}

/** Derives the live state of each hook from its attempts, as if the engine had made them. */
async function writeQueueStates(tx: Transaction, companyId: number): Promise<void> {
  await tx.execute(sql`
    UPDATE gancho.hook_queue h SET last_success_at = s.success_at, last_failure_at = s.failure_at, last_error = s.error
    FROM (
      SELECT a.hook_id, max(a.finished_at) FILTER (WHERE a.outcome = 'success') AS success_at,
        max(a.finished_at) FILTER (WHERE a.outcome <> 'success') AS failure_at,
        (array_agg(a.error ORDER BY a.finished_at DESC) FILTER (WHERE a.outcome <> 'success'))[1] AS error
      FROM gancho.attempts a WHERE a.company_id = ${companyId} GROUP BY a.hook_id
    ) AS s WHERE h.hook_id = s.hook_id`);
  await tx.execute(sql`
    UPDATE gancho.hook_queue h SET failing_since = s.since, failure_streak = s.streak,
      circuit_opened_at = s.since + interval '1 minute', probe_step = 11, probe_at = clock_timestamp() + interval '20 minutes'
    FROM (
      SELECT a.hook_id, min(a.finished_at) AS since, count(*)::integer AS streak
      FROM gancho.attempts a JOIN gancho.hook_queue q ON q.hook_id = a.hook_id
      WHERE a.company_id = ${companyId} AND q.is_enabled AND a.outcome = 'failure'
        AND a.finished_at > coalesce(q.last_success_at, '-infinity')
      GROUP BY a.hook_id HAVING count(*) >= ${FAILURES_TO_OPEN}
    ) AS s WHERE h.hook_id = s.hook_id`);
  await tx.execute(sql`
    SELECT gancho.reschedule(array_agg(h.hook_id)) FROM gancho.hook_queue h WHERE h.company_id = ${companyId}`);
}
