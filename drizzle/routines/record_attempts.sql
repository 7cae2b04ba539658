-- Writes the attempts, queue rows, counts and hours of a batch of results, but not the rows of the deliveries. It skips
-- results that are not current. For each hook in p_hooks it returns the freed slots and when the first retry is due;
-- for each current result it returns its position in the batch and the ctid of its delivery. p_low and p_high limit the
-- ids to the days of the batch, so that Postgres prunes the other partitions. A part of gancho.record: it needs the
-- settings and locks of that routine.
CREATE OR REPLACE FUNCTION gancho.record_attempts(
  p_worker integer, p_results gancho.attempt_result[], p_hooks gancho.hook_result[], p_low bigint, p_high bigint,
  OUT slots integer[], OUT returned timestamptz[], OUT ctids tid[], OUT places bigint[]
)
LANGUAGE plpgsql
AS $$
#variable_conflict use_column
BEGIN
  WITH r AS MATERIALIZED (
    SELECT u.*, q.ctid AS queue_ctid, d.ctid AS delivery_ctid, d.status AS old_status
    FROM unnest(p_results) WITH ORDINALITY AS u
    CROSS JOIN LATERAL (
      SELECT q.ctid FROM queue q WHERE q.hook_id = u.hook_id AND q.delivery_id = u.delivery_id
        -- IS NOT DISTINCT FROM and not =, because with = the planner may choose the index of the worker's leases.
        AND q.attempt = u.n AND q.worker IS NOT DISTINCT FROM p_worker OFFSET 0
    ) AS q
    CROSS JOIN LATERAL (
      SELECT d.ctid, d.status FROM deliveries d
      WHERE d.hook_id = u.hook_id AND d.id = u.delivery_id AND d.id BETWEEN p_low AND p_high OFFSET 0
    ) AS d
  ), added AS (
    INSERT INTO attempts (
      delivery_id, n, company_id, hook_id, outcome, error, response_status, started_at, finished_at,
      timing, remote_address, request_headers, response_headers, response_body, is_response_truncated
    )
    SELECT r.delivery_id, r.n, r.company_id, r.hook_id, r.outcome, r.error, r.response_status,
      to_timestamp(r.started_ms / 1000), to_timestamp(r.finished_ms / 1000), r.timing, r.remote_address,
      r.request_headers, r.response_headers, decode(r.response_body_base64, 'base64'), r.is_response_truncated
    FROM r
  ), finished AS (
    DELETE FROM queue q USING r WHERE q.ctid = r.queue_ctid AND r.status <> 'retrying'
  ), returned AS (
    UPDATE queue q SET worker = NULL, due_at = to_timestamp(r.due_ms / 1000) FROM r
    WHERE q.ctid = r.queue_ctid AND r.status = 'retrying'
  ), counted AS (
    INSERT INTO delivery_counts AS c (company_id, hook_id, day, queued, retrying, delivered, failed, discarded)
    SELECT r.company_id, r.hook_id, (r.delivery_id >> 37)::integer,
      -count(*) FILTER (WHERE r.old_status = 'queued'),
      count(*) FILTER (WHERE r.status = 'retrying') - count(*) FILTER (WHERE r.old_status = 'retrying'),
      count(*) FILTER (WHERE r.status = 'delivered'), count(*) FILTER (WHERE r.status = 'failed'),
      count(*) FILTER (WHERE r.status = 'discarded')
    FROM r GROUP BY 1, 2, 3
    ON CONFLICT (hook_id, day) DO UPDATE SET
      queued = c.queued + excluded.queued, retrying = c.retrying + excluded.retrying,
      delivered = c.delivered + excluded.delivered, failed = c.failed + excluded.failed,
      discarded = c.discarded + excluded.discarded
  ), tallied AS (
    SELECT t.company_id, t.hook_id, t.hour, sum(t.successes)::integer AS successes, sum(t.failures)::integer AS failures,
      count(*) FILTER (WHERE t.ended = 'delivered') AS delivered, count(*) FILTER (WHERE t.ended = 'failed') AS failed,
      count(*) FILTER (WHERE t.ended = 'discarded') AS discarded,
      array_agg(t.bucket) FILTER (WHERE t.bucket IS NOT NULL) AS buckets
    FROM (
      SELECT r.company_id, r.hook_id, floor(r.started_ms / 3600000)::integer AS hour,
        (r.outcome = 'success')::integer AS successes, (r.outcome <> 'success')::integer AS failures,
        NULL AS ended, r.latency_bucket AS bucket
      FROM r WHERE NOT r.is_test
      UNION ALL
      SELECT r.company_id, r.hook_id, floor(r.finished_ms / 3600000)::integer, 0, 0, r.status, NULL
      FROM r WHERE NOT r.is_test AND r.status <> 'retrying'
    ) AS t GROUP BY 1, 2, 3
  ), hours AS (
    -- The hook's lock protects its hours, so the values that were read are current.
    INSERT INTO hook_hours AS h (company_id, hook_id, hour, successes, failures, delivered, failed, discarded, latency)
    SELECT t.company_id, t.hook_id, t.hour, coalesce(h.successes, 0) + t.successes,
      coalesce(h.failures, 0) + t.failures, coalesce(h.delivered, 0) + t.delivered,
      coalesce(h.failed, 0) + t.failed, coalesce(h.discarded, 0) + t.discarded,
      CASE WHEN h.latency IS NULL OR t.buckets IS NOT NULL THEN count_latencies(h.latency, t.buckets) ELSE h.latency END
    FROM tallied t LEFT JOIN hook_hours h ON h.hook_id = t.hook_id AND h.hour = t.hour
    ON CONFLICT (hook_id, hour) DO UPDATE SET successes = excluded.successes, failures = excluded.failures,
      delivered = excluded.delivered, failed = excluded.failed, discarded = excluded.discarded, latency = excluded.latency
  )
  -- One element for each hook: its freed slots, and when its first retry is due.
  SELECT array_agg(n.slots ORDER BY n.hook_id), array_agg(n.returned_at ORDER BY n.hook_id),
    (SELECT array_agg(r.delivery_ctid ORDER BY r.ordinality) FROM r), (SELECT array_agg(r.ordinality ORDER BY r.ordinality) FROM r)
  INTO slots, returned, ctids, places FROM (
    SELECT t.hook_id, sum(t.slots)::integer AS slots, to_timestamp(min(t.due_ms) / 1000) AS returned_at FROM (
      SELECT r.hook_id, (NOT r.is_test)::integer AS slots, CASE WHEN r.status = 'retrying' THEN r.due_ms END AS due_ms FROM r
      UNION ALL
      SELECT s.hook_id, 0, NULL FROM unnest(p_hooks) AS s
    ) AS t GROUP BY t.hook_id
  ) AS n;
END
$$;
