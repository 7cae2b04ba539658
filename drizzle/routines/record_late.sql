-- Records results that come too late: their worker was declared dead, or another attempt has started. A late success
-- ends its delivery. A late failure only adds its attempt. An attempt that has an outcome keeps it, and so do the
-- results that record has just written. Returns the hooks that get slots back. A separate routine, so that current
-- results do not pay for it.
CREATE OR REPLACE FUNCTION gancho.record_late(p_results gancho.attempt_result[])
RETURNS TABLE (hook_id bigint, slots integer)
LANGUAGE plpgsql SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH told AS MATERIALIZED (
    SELECT u.*, a.outcome AS held, a.started_at AS held_started_at
    FROM unnest(p_results) AS u
    LEFT JOIN attempts a ON a.delivery_id = u.delivery_id AND a.n = u.n
    WHERE (a.outcome IS NULL OR a.outcome = 'unknown')
      -- The purge may have dropped the day of a result.
      AND EXISTS (SELECT FROM deliveries d WHERE d.hook_id = u.hook_id AND d.id = u.delivery_id)
  ), live AS MATERIALIZED (
    SELECT DISTINCT ON (t.hook_id, t.delivery_id) t.hook_id, t.delivery_id, t.company_id, t.n, t.response_status,
      t.started_ms, t.finished_ms, t.is_test, q.attempt AS claimed, q.attempt_started_at AS claimed_at,
      q.worker IS NOT NULL AS is_held, (q.worker IS NOT NULL AND NOT t.is_test)::integer AS slots, d.status AS old_status
    FROM told t
    JOIN queue q ON q.hook_id = t.hook_id AND q.delivery_id = t.delivery_id
    JOIN deliveries d ON d.hook_id = t.hook_id AND d.id = t.delivery_id
    WHERE t.outcome = 'success'
    ORDER BY t.hook_id, t.delivery_id, t.n
  ), cut_short AS MATERIALIZED (
    -- A late success ends a delivery while its next attempt is still in flight. That attempt gets its row here.
    SELECT l.* FROM live l WHERE l.is_held AND l.claimed > l.n
  ), added AS (
    INSERT INTO attempts AS a (
      delivery_id, n, company_id, hook_id, outcome, error, response_status, started_at, finished_at,
      timing, remote_address, request_headers, response_headers, response_body, is_response_truncated
    )
    SELECT t.delivery_id, t.n, t.company_id, t.hook_id, t.outcome, t.error, t.response_status,
      to_timestamp(t.started_ms / 1000), to_timestamp(t.finished_ms / 1000), t.timing, t.remote_address,
      t.request_headers, t.response_headers, decode(t.response_body_base64, 'base64'), t.is_response_truncated
    FROM told t
    UNION ALL
    SELECT c.delivery_id, c.claimed, c.company_id, c.hook_id, 'unknown', '{"code":"interrupted","params":{}}', NULL,
      c.claimed_at, NULL, '{}', NULL, NULL, NULL, NULL, false
    FROM cut_short c
    ON CONFLICT (delivery_id, n) DO UPDATE SET
      outcome = excluded.outcome, error = excluded.error, response_status = excluded.response_status,
      started_at = excluded.started_at, finished_at = excluded.finished_at, timing = excluded.timing,
      remote_address = excluded.remote_address, request_headers = excluded.request_headers,
      response_headers = excluded.response_headers, response_body = excluded.response_body,
      is_response_truncated = excluded.is_response_truncated
    WHERE a.outcome = 'unknown'
  ), finished AS (
    DELETE FROM queue q USING live l WHERE q.hook_id = l.hook_id AND q.delivery_id = l.delivery_id
  ), updated AS (
    UPDATE deliveries d SET
      status = 'delivered', reason = NULL, attempts = greatest(d.attempts, l.claimed), response_status = l.response_status,
      first_attempt_at = coalesce(d.first_attempt_at, to_timestamp(l.started_ms / 1000)),
      last_attempt_at = to_timestamp(l.started_ms / 1000), next_attempt_at = NULL,
      finished_at = to_timestamp(l.finished_ms / 1000)
    FROM live l WHERE d.hook_id = l.hook_id AND d.id = l.delivery_id
  ), counted AS (
    UPDATE delivery_counts c SET
      queued = c.queued - x.from_queued, retrying = c.retrying - x.from_retrying, delivered = c.delivered + x.n
    FROM (
      SELECT l.hook_id, (l.delivery_id >> 37)::integer AS day, count(*) AS n,
        count(*) FILTER (WHERE l.old_status = 'queued') AS from_queued,
        count(*) FILTER (WHERE l.old_status = 'retrying') AS from_retrying
      FROM live l GROUP BY 1, 2
    ) AS x WHERE c.hook_id = x.hook_id AND c.day = x.day
  ), tallied AS (
    SELECT t.company_id, t.hook_id, t.hour, sum(t.successes)::integer AS successes, sum(t.failures)::integer AS failures,
      sum(t.delivered)::integer AS delivered, array_agg(t.bucket) FILTER (WHERE t.bucket IS NOT NULL) AS buckets
    FROM (
      SELECT t.company_id, t.hook_id, floor(t.started_ms / 3600000)::integer AS hour,
        (t.outcome = 'success')::integer AS successes, (t.outcome <> 'success')::integer AS failures,
        0 AS delivered, t.latency_bucket AS bucket
      FROM told t WHERE NOT t.is_test
      UNION ALL
      SELECT t.company_id, t.hook_id, hour_of(t.held_started_at), 0, -1, 0, NULL
      FROM told t WHERE NOT t.is_test AND t.held = 'unknown'
      UNION ALL
      SELECT c.company_id, c.hook_id, hour_of(c.claimed_at), 0, 1, 0, NULL FROM cut_short c WHERE NOT c.is_test
      UNION ALL
      SELECT l.company_id, l.hook_id, floor(l.finished_ms / 3600000)::integer, 0, 0, 1, NULL
      FROM live l WHERE NOT l.is_test
    ) AS t GROUP BY 1, 2, 3
  ), hours AS (
    INSERT INTO hook_hours AS h (company_id, hook_id, hour, successes, failures, delivered, latency)
    SELECT t.company_id, t.hook_id, t.hour, coalesce(h.successes, 0) + t.successes,
      -- The purge may have deleted the hour that counted the unknown attempt, so the count stays at 0 or more.
      greatest(coalesce(h.failures, 0) + t.failures, 0), coalesce(h.delivered, 0) + t.delivered,
      count_latencies(h.latency, t.buckets)
    FROM tallied t LEFT JOIN hook_hours h ON h.hook_id = t.hook_id AND h.hour = t.hour
    ON CONFLICT (hook_id, hour) DO UPDATE SET successes = excluded.successes, failures = excluded.failures,
      delivered = excluded.delivered, latency = excluded.latency
  )
  SELECT l.hook_id, sum(l.slots)::integer FROM live l GROUP BY l.hook_id;
END
$$;
