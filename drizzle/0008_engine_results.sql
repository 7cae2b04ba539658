-- Adds to a histogram one result for each bucket named; null stands for an empty one.
CREATE FUNCTION gancho.count_latencies(p_latency integer[], p_buckets integer[]) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
  v_latency integer[] := coalesce(p_latency, array_fill(0, ARRAY[48]));
  v_bucket integer;
BEGIN
  IF p_buckets IS NOT NULL THEN
    FOREACH v_bucket IN ARRAY p_buckets LOOP
      v_latency[v_bucket + 1] := v_latency[v_bucket + 1] + 1;
    END LOOP;
  END IF;
  RETURN v_latency;
END
$$;

-- Records results that nobody waits for any more: of attempts whose worker was taken for dead, or that another
-- attempt has overtaken. A late success ends its delivery, a late failure only adds its attempt. Whatever is held of
-- an attempt already, but for an unknown outcome, stays: so do the results of the batch that record has written.
-- Returns the hooks of which slots become free. Apart from record, so that only what comes late pays for this.
CREATE FUNCTION gancho.record_late(
  r_hooks bigint[], r_deliveries bigint[], r_companies bigint[], r_n integer[], r_outcomes text[],
  r_errors text[], r_response_statuses integer[],
  r_started_ms double precision[], r_finished_ms double precision[], r_timings text[], r_addresses text[],
  r_request_headers text[], r_response_headers text[], r_bodies_base64 text[], r_truncated text[],
  r_tests text[], r_latency_buckets integer[]
) RETURNS TABLE (hook_id bigint, slots integer)
LANGUAGE plpgsql SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH told AS MATERIALIZED (
    SELECT u.*, a.outcome AS held, a.started_at AS held_started_at
    FROM unnest(
      r_hooks, r_deliveries, r_companies, r_n, r_outcomes, r_errors,
      r_response_statuses, r_started_ms, r_finished_ms, r_timings, r_addresses, r_request_headers,
      r_response_headers, r_bodies_base64, r_truncated, r_tests, r_latency_buckets
    ) AS u (
      hook_id, delivery_id, company_id, n, outcome, error, response_status,
      started_ms, finished_ms, timing, address, request_headers, response_headers, body, truncated, test,
      latency_bucket
    )
    LEFT JOIN attempts a ON a.delivery_id = u.delivery_id AND a.n = u.n
    WHERE (a.outcome IS NULL OR a.outcome = 'unknown')
      -- Results of a day that purge has dropped have nowhere to go.
      AND EXISTS (SELECT FROM deliveries d WHERE d.hook_id = u.hook_id AND d.id = u.delivery_id)
  ), live AS MATERIALIZED (
    SELECT DISTINCT ON (t.hook_id, t.delivery_id) t.hook_id, t.delivery_id, t.company_id, t.n, t.response_status,
      t.started_ms, t.finished_ms, t.test, q.attempt AS claimed, q.attempt_started_at AS claimed_at,
      q.worker IS NOT NULL AS is_held, (q.worker IS NOT NULL AND t.test = 'f')::integer AS slots, d.status AS old_status
    FROM told t
    JOIN queue q ON q.hook_id = t.hook_id AND q.delivery_id = t.delivery_id
    JOIN deliveries d ON d.hook_id = t.hook_id AND d.id = t.delivery_id
    WHERE t.outcome = 'success'
    ORDER BY t.hook_id, t.delivery_id, t.n
  ), cut_short AS MATERIALIZED (
    -- A late success ends a delivery of which a further attempt is out: that one has its row from here on.
    SELECT l.* FROM live l WHERE l.is_held AND l.claimed > l.n
  ), added AS (
    INSERT INTO attempts AS a (
      delivery_id, n, company_id, hook_id, outcome, error, response_status, started_at, finished_at,
      timing, remote_address, request_headers, response_headers, response_body, is_response_truncated
    )
    SELECT t.delivery_id, t.n, t.company_id, t.hook_id, t.outcome, t.error::jsonb, t.response_status,
      to_timestamp(t.started_ms / 1000), to_timestamp(t.finished_ms / 1000), t.timing::json, t.address,
      t.request_headers::json, t.response_headers::json, decode(t.body, 'base64'), t.truncated = 't'
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
      FROM told t WHERE t.test = 'f'
      UNION ALL
      SELECT t.company_id, t.hook_id, hour_of(t.held_started_at), 0, -1, 0, NULL
      FROM told t WHERE t.test = 'f' AND t.held = 'unknown'
      UNION ALL
      SELECT c.company_id, c.hook_id, hour_of(c.claimed_at), 0, 1, 0, NULL FROM cut_short c WHERE c.test = 'f'
      UNION ALL
      SELECT l.company_id, l.hook_id, floor(l.finished_ms / 3600000)::integer, 0, 0, 1, NULL
      FROM live l WHERE l.test = 'f'
    ) AS t GROUP BY 1, 2, 3
  ), hours AS (
    INSERT INTO hook_hours AS h (company_id, hook_id, hour, successes, failures, delivered, latency)
    SELECT t.company_id, t.hook_id, t.hour, coalesce(h.successes, 0) + t.successes,
      -- Not below none, should purge have taken the hour of what was unknown.
      greatest(coalesce(h.failures, 0) + t.failures, 0), coalesce(h.delivered, 0) + t.delivered,
      count_latencies(h.latency, t.buckets)
    FROM tallied t LEFT JOIN hook_hours h ON h.hook_id = t.hook_id AND h.hour = t.hour
    ON CONFLICT (hook_id, hour) DO UPDATE SET successes = excluded.successes, failures = excluded.failures,
      delivered = excluded.delivered, latency = excluded.latency
  )
  SELECT l.hook_id, sum(l.slots)::integer FROM live l GROUP BY l.hook_id;
END
$$;

-- What becomes of deliveries by their results, where p_ctids says that they lie (null: as it is). Alone, so that it can do
-- without every scan but that: its plan then is the same whatever was known of a day when it was made.
CREATE FUNCTION gancho.update_deliveries(
  p_low bigint, p_high bigint, p_ctids tid[], r_deliveries bigint[], r_n integer[], r_statuses text[], r_reasons text[],
  r_due_ms double precision[], r_response_statuses integer[], r_started_ms double precision[], r_finished_ms double precision[]
) RETURNS void
LANGUAGE plpgsql SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off
SET enable_indexscan = off SET enable_indexonlyscan = off SET enable_bitmapscan = off SET jit = off
AS $$
BEGIN
  UPDATE deliveries d SET
    status = r.status, reason = r.reason::jsonb, attempts = greatest(d.attempts, r.n), response_status = r.response_status,
    first_attempt_at = coalesce(d.first_attempt_at, to_timestamp(r.started_ms / 1000)),
    last_attempt_at = to_timestamp(r.started_ms / 1000),
    next_attempt_at = CASE WHEN r.status = 'retrying' THEN to_timestamp(r.due_ms / 1000) END,
    finished_at = CASE WHEN r.status <> 'retrying' THEN to_timestamp(r.finished_ms / 1000) END
  FROM unnest(
    p_ctids, r_deliveries, r_n, r_statuses, r_reasons, r_due_ms, r_response_statuses, r_started_ms, r_finished_ms
  ) AS r (ctid, id, n, status, reason, due_ms, response_status, started_ms, finished_ms)
  WHERE d.ctid = r.ctid AND d.id = r.id AND d.id BETWEEN p_low AND p_high;
END
$$;

-- The pause before an open circuit is tried for the nth time, in seconds: 1, 2, 4 ... 3600, up to a tenth more so that what
-- failed together does not come back together, or longer if the endpoint asked for it, up to an hour.
CREATE FUNCTION gancho.probe_pause(p_step integer, p_asked_seconds integer) RETURNS double precision
LANGUAGE sql VOLATILE
AS $$
  SELECT greatest(least(2 ^ least(p_step - 1, 30), 3600) * (1 + random() / 10), least(coalesce(p_asked_seconds, 0), 3600))
$$;

-- What becomes of a hook by what a batch of results tells of it. Applied to the row as it is under its lock, so no caller
-- needs to know the state: several workers record results of one hook in any order.
--
-- A success that ends after the circuit opened closes it, and what failed before the success counts no more. The circuit
-- opens at five failures in a row. Only the failure of an attempt that was sent to try it (p_probe_step) raises its pause,
-- once for each step. A hook in order has no circuit, because only the delivery at the head is attempted. Attempts
-- with other settings than the hook has now (p_config_version) say nothing of it.
CREATE FUNCTION gancho.hook_after(
  p_hook gancho.hook_queue, p_now timestamptz, p_config_version integer, p_success_at timestamptz,
  p_failures integer, p_failed_since timestamptz, p_failures_after integer, p_failed_since_after timestamptz,
  p_failed_at timestamptz, p_is_retried boolean, p_probe_step integer, p_asked_seconds integer,
  OUT failing_since timestamptz, OUT failure_streak integer, OUT circuit_opened_at timestamptz, OUT probe_step integer,
  OUT probe_at timestamptz, OUT is_window_over boolean, OUT change text
)
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  failing_since := p_hook.failing_since;
  failure_streak := p_hook.failure_streak;
  circuit_opened_at := p_hook.circuit_opened_at;
  probe_step := p_hook.probe_step;
  probe_at := p_hook.probe_at;
  is_window_over := false;
  IF p_config_version <> p_hook.config_version THEN
    RETURN;
  END IF;
  IF p_success_at IS NOT NULL AND (circuit_opened_at IS NULL OR p_success_at >= circuit_opened_at) THEN
    failure_streak := p_failures_after;
    failing_since := p_failed_since_after;
    circuit_opened_at := NULL;
    probe_step := 0;
    probe_at := NULL;
  ELSE
    failure_streak := failure_streak + p_failures;
    failing_since := coalesce(failing_since, p_failed_since);
  END IF;

  is_window_over := p_is_retried AND p_now - failing_since >= make_interval(secs => p_hook.retry_window_seconds);
  IF is_window_over THEN
    -- The next event starts afresh.
    failing_since := NULL;
    failure_streak := 0;
    circuit_opened_at := NULL;
    probe_step := 0;
    probe_at := NULL;
  ELSIF p_is_retried AND NOT p_hook.is_in_order THEN
    IF circuit_opened_at IS NULL AND failure_streak >= 5 THEN
      circuit_opened_at := p_failed_at;
      probe_step := 1;
      probe_at := p_now + make_interval(secs => gancho.probe_pause(probe_step, p_asked_seconds));
    ELSIF circuit_opened_at IS NOT NULL AND p_probe_step = probe_step THEN
      probe_step := probe_step + 1;
      probe_at := p_now + make_interval(secs => gancho.probe_pause(probe_step, p_asked_seconds));
    END IF;
  END IF;
  change := CASE
    WHEN is_window_over THEN 'lost'
    WHEN p_hook.circuit_opened_at IS NULL AND circuit_opened_at IS NOT NULL THEN 'opened'
    WHEN p_hook.circuit_opened_at IS NOT NULL AND circuit_opened_at IS NULL THEN 'closed'
  END;
END
$$;

-- Records results: writes attempts, statuses, queue rows, counts and hooks' states in one go, under the
-- hooks' locks. Hooks come in the order of their ids. Fenced by attempt number: what is not awaited any more goes to
-- record_late. Returns the hooks of which the circuit opened or closed, that are gone (410), or that lost their queue:
-- [{hook_id, company_id, change, pause_seconds, lost}], change being opened, closed, gone or lost; null if there are none.
--
-- Here and in claim, rows are looked up one after the other (LATERAL, OFFSET 0) and then written where they were found
-- (ctid: under the hook's lock they stay there). Joined by their keys, tables that were empty when the plan was made
-- would be gone through from end to end for each row, until they are analyzed.
CREATE FUNCTION gancho.record(
  p_worker integer,
  r_hooks bigint[], r_deliveries bigint[], r_companies bigint[], r_n integer[], r_outcomes text[],
  r_statuses text[], r_reasons text[], r_due_ms double precision[], r_errors text[], r_response_statuses integer[],
  r_started_ms double precision[], r_finished_ms double precision[], r_timings text[], r_addresses text[],
  r_request_headers text[], r_response_headers text[], r_bodies_base64 text[], r_truncated text[],
  r_tests text[], r_latency_buckets integer[],
  h_hooks bigint[], h_config_versions integer[], h_success_ms double precision[], h_failures integer[],
  h_failed_since_ms double precision[],
  h_failures_after integer[], h_failed_since_after_ms double precision[], h_failed_ms double precision[],
  h_retried text[], h_probe_steps integer[], h_asked_seconds integer[], h_last_errors text[],
  h_answer_first real[], h_answer_kept real[], h_answer_added real[], h_gone text[]
) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_low bigint;
  v_high bigint;
  v_slots integer[];
  v_returned timestamptz[];
  v_ctids tid[];
  v_places bigint[];
  v_found tid[];
  v_is_late boolean;
  v_changes json;
BEGIN
  PERFORM FROM unnest(h_hooks) AS b (hook_id)
  CROSS JOIN LATERAL (SELECT FROM hook_queue hq WHERE hq.hook_id = b.hook_id FOR NO KEY UPDATE) AS h;

  -- Known before it begins, these leave the partitions of other days out of it.
  SELECT min(u.id), max(u.id) INTO v_low, v_high FROM unnest(r_deliveries) AS u (id);
  WITH r AS MATERIALIZED (
    SELECT u.*, q.ctid AS queue_ctid, d.ctid AS delivery_ctid, d.status AS old_status
    FROM unnest(
      r_hooks, r_deliveries, r_companies, r_n, r_outcomes, r_statuses, r_reasons, r_due_ms, r_errors,
      r_response_statuses, r_started_ms, r_finished_ms, r_timings, r_addresses, r_request_headers,
      r_response_headers, r_bodies_base64, r_truncated, r_tests, r_latency_buckets
    ) WITH ORDINALITY AS u (
      hook_id, delivery_id, company_id, n, outcome, status, reason, due_ms, error, response_status,
      started_ms, finished_ms, timing, address, request_headers, response_headers, body, truncated, test,
      latency_bucket, i
    )
    CROSS JOIN LATERAL (
      SELECT q.ctid FROM queue q WHERE q.hook_id = u.hook_id AND q.delivery_id = u.delivery_id
        -- Not by =, which might be taken for a way to find the row: by all that this worker holds.
        AND q.attempt = u.n AND q.worker IS NOT DISTINCT FROM p_worker OFFSET 0
    ) AS q
    CROSS JOIN LATERAL (
      SELECT d.ctid, d.status FROM deliveries d
      WHERE d.hook_id = u.hook_id AND d.id = u.delivery_id AND d.id BETWEEN v_low AND v_high OFFSET 0
    ) AS d
  ), added AS (
    INSERT INTO attempts (
      delivery_id, n, company_id, hook_id, outcome, error, response_status, started_at, finished_at,
      timing, remote_address, request_headers, response_headers, response_body, is_response_truncated
    )
    SELECT r.delivery_id, r.n, r.company_id, r.hook_id, r.outcome, r.error::jsonb, r.response_status,
      to_timestamp(r.started_ms / 1000), to_timestamp(r.finished_ms / 1000), r.timing::json, r.address,
      r.request_headers::json, r.response_headers::json, decode(r.body, 'base64'), r.truncated = 't'
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
      FROM r WHERE r.test = 'f'
      UNION ALL
      SELECT r.company_id, r.hook_id, floor(r.finished_ms / 3600000)::integer, 0, 0, r.status, NULL
      FROM r WHERE r.test = 'f' AND r.status <> 'retrying'
    ) AS t GROUP BY 1, 2, 3
  ), hours AS (
    -- Under the hook's lock nobody else writes its hours, so what was read is what is there.
    INSERT INTO hook_hours AS h (company_id, hook_id, hour, successes, failures, delivered, failed, discarded, latency)
    SELECT t.company_id, t.hook_id, t.hour, coalesce(h.successes, 0) + t.successes,
      coalesce(h.failures, 0) + t.failures, coalesce(h.delivered, 0) + t.delivered,
      coalesce(h.failed, 0) + t.failed, coalesce(h.discarded, 0) + t.discarded,
      CASE WHEN h.latency IS NULL OR t.buckets IS NOT NULL THEN count_latencies(h.latency, t.buckets) ELSE h.latency END
    FROM tallied t LEFT JOIN hook_hours h ON h.hook_id = t.hook_id AND h.hour = t.hour
    ON CONFLICT (hook_id, hour) DO UPDATE SET successes = excluded.successes, failures = excluded.failures,
      delivered = excluded.delivered, failed = excluded.failed, discarded = excluded.discarded, latency = excluded.latency
  )
  -- One element a hook: the slots that are free again, and the first of what waits for another attempt.
  SELECT array_agg(n.slots ORDER BY n.hook_id), array_agg(n.returned_at ORDER BY n.hook_id),
    (SELECT array_agg(r.delivery_ctid ORDER BY r.i) FROM r), (SELECT array_agg(r.i ORDER BY r.i) FROM r)
  INTO v_slots, v_returned, v_ctids, v_places FROM (
    SELECT t.hook_id, sum(t.slots)::integer AS slots, to_timestamp(min(t.due_ms) / 1000) AS returned_at FROM (
      SELECT r.hook_id, (r.test = 'f')::integer AS slots, CASE WHEN r.status = 'retrying' THEN r.due_ms END AS due_ms FROM r
      UNION ALL
      SELECT s.hook_id, 0, NULL FROM unnest(h_hooks) AS s (hook_id)
    ) AS t GROUP BY t.hook_id
  ) AS n;

  v_is_late := coalesce(cardinality(v_places), 0) < cardinality(r_hooks);
  IF v_is_late THEN
    v_found := v_ctids;
    v_ctids := array_fill(NULL::tid, ARRAY[cardinality(r_hooks)]);
    FOR k IN 1 .. coalesce(cardinality(v_places), 0) LOOP
      v_ctids[v_places[k]] := v_found[k];
    END LOOP;
  END IF;
  PERFORM update_deliveries(
    v_low, v_high, v_ctids, r_deliveries, r_n, r_statuses, r_reasons, r_due_ms, r_response_statuses, r_started_ms, r_finished_ms);
  IF v_is_late THEN
    SELECT array_agg(s.slots + coalesce(l.slots, 0) ORDER BY s.hook_id) INTO v_slots
    FROM unnest(h_hooks, v_slots) AS s (hook_id, slots)
    LEFT JOIN record_late(
      r_hooks, r_deliveries, r_companies, r_n, r_outcomes, r_errors, r_response_statuses, r_started_ms,
      r_finished_ms, r_timings, r_addresses, r_request_headers, r_response_headers, r_bodies_base64, r_truncated,
      r_tests, r_latency_buckets
    ) AS l ON l.hook_id = s.hook_id;
  END IF;

  -- In a new snapshot, which sees the queue as it is now.
  WITH noted AS (
    UPDATE hook_queue h SET
      in_flight = n.in_flight,
      failing_since = a.failing_since, failure_streak = a.failure_streak,
      circuit_opened_at = a.circuit_opened_at, probe_step = a.probe_step, probe_at = a.probe_at,
      last_success_at = greatest(h.last_success_at, to_timestamp(s.success_ms / 1000)),
      last_failure_at = greatest(h.last_failure_at, to_timestamp(s.failed_ms / 1000)),
      last_error = coalesce(s.last_error::jsonb, h.last_error),
      answer_ms = n.answer_ms, is_quick = gancho.answers_quickly(a.circuit_opened_at, n.answer_ms),
      is_enabled = h.is_enabled AND NOT n.is_gone,
      is_discarding = d.is_discarding, discard_through = d.discard_through,
      discard_reason = CASE WHEN a.is_window_over THEN '{"code":"hook_window_ended","params":{}}' ELSE h.discard_reason END,
      head_due_at = head.due_at, head_id = CASE WHEN head.due_at < h.head_due_at THEN 0 ELSE h.head_id END,
      next_at = gancho.next_look(
        h.is_enabled AND NOT n.is_gone, h.has_tests, n.in_flight, h.max_in_flight, h.is_in_order, head.due_at, a.probe_at, h.rate_tat)
    FROM unnest(
      h_hooks, h_config_versions, h_success_ms, h_failures, h_failed_since_ms, h_failures_after, h_failed_since_after_ms, h_failed_ms, h_retried,
      h_probe_steps, h_asked_seconds, h_last_errors, h_answer_first, h_answer_kept, h_answer_added, h_gone, v_slots, v_returned
    ) AS s (
      hook_id, config_version, success_ms, failures, failed_since_ms, failures_after, failed_since_after_ms, failed_ms, retried,
      probe_step, asked_seconds, last_error, answer_first, answer_kept, answer_added, gone, slots, returned_at
    )
    CROSS JOIN LATERAL (
      SELECT hq.ctid, hq AS hook, hq.* FROM hook_queue hq WHERE hq.hook_id = s.hook_id OFFSET 0
    ) AS o
    CROSS JOIN LATERAL (
      SELECT * FROM gancho.hook_after(
        o.hook, v_now, s.config_version, to_timestamp(s.success_ms / 1000), s.failures, to_timestamp(s.failed_since_ms / 1000),
        s.failures_after, to_timestamp(s.failed_since_after_ms / 1000), to_timestamp(s.failed_ms / 1000),
        s.retried = 't', s.probe_step, s.asked_seconds)
      OFFSET 0
    ) AS a
    CROSS JOIN LATERAL (
      SELECT o.in_flight - s.slots AS in_flight,
        coalesce(o.answer_ms, s.answer_first) * s.answer_kept + s.answer_added AS answer_ms,
        s.gone = 't' AND s.config_version = o.config_version AS is_gone
      OFFSET 0
    ) AS n
    CROSS JOIN LATERAL (
      -- The hook's clock has run out: all that waits now is dropped, by a mark.
      SELECT o.is_discarding OR a.is_window_over AS is_discarding,
        CASE WHEN a.is_window_over
          THEN greatest(o.discard_through, (SELECT max(q.delivery_id) FROM queue q WHERE q.hook_id = o.hook_id))
          ELSE o.discard_through END AS discard_through
      OFFSET 0
    ) AS d
    CROSS JOIN LATERAL (
      SELECT CASE WHEN o.is_in_order OR d.is_discarding
        THEN coalesce(gancho.head_by_id(o.hook_id, o.is_in_order, d.discard_through), 'infinity')
        ELSE least(o.head_due_at, s.returned_at) END AS due_at
      OFFSET 0
    ) AS head
    WHERE h.ctid = o.ctid
    RETURNING h.hook_id, h.company_id, CASE WHEN n.is_gone THEN 'gone' ELSE a.change END AS change, h.probe_at, h.discard_through
  )
  SELECT json_agg(json_build_object(
    'hook_id', n.hook_id, 'company_id', n.company_id, 'change', n.change,
    'pause_seconds', CASE WHEN n.change = 'opened' THEN round(extract(epoch FROM n.probe_at - v_now)::numeric, 1) END,
    'lost', CASE WHEN n.change = 'lost' THEN
      (SELECT count(*) FROM queue q WHERE q.hook_id = n.hook_id AND q.worker IS NULL AND q.delivery_id <= n.discard_through) END
  )) INTO v_changes FROM noted n WHERE n.change IS NOT NULL;

  IF 't' = ANY (h_gone) THEN
    WITH gone AS (
      UPDATE hooks h SET status = 'disabled', disabled_reason = 'gone', config_version = h.config_version + 1, updated_at = v_now
      FROM unnest(h_hooks, h_config_versions, h_gone) AS s (hook_id, config_version, gone)
      WHERE s.gone = 't' AND h.id = s.hook_id AND h.config_version = s.config_version AND h.status = 'active' AND h.deleted_at IS NULL
      RETURNING h.id, h.company_id, h.project_id, h.config_version
    ), synced AS (
      UPDATE hook_queue hq SET config_version = g.config_version FROM gone g WHERE hq.hook_id = g.id
    )
    INSERT INTO audit_log (company_id, project_id, actor_kind, action, subject_id, details)
    SELECT g.company_id, g.project_id, 'engine', 'hook.disable', g.id::text, '{"reason":"gone"}' FROM gone g;
  END IF;

  RETURN v_changes;
END
$$;

-- Records, and claims into the places that become free, for one commit. The receipt tells what gancho.record returns.
CREATE FUNCTION gancho.record_and_claim(
  p_worker integer,
  r_hooks bigint[], r_deliveries bigint[], r_companies bigint[], r_n integer[], r_outcomes text[],
  r_statuses text[], r_reasons text[], r_due_ms double precision[], r_errors text[], r_response_statuses integer[],
  r_started_ms double precision[], r_finished_ms double precision[], r_timings text[], r_addresses text[],
  r_request_headers text[], r_response_headers text[], r_bodies_base64 text[], r_truncated text[],
  r_tests text[], r_latency_buckets integer[],
  h_hooks bigint[], h_config_versions integer[], h_success_ms double precision[], h_failures integer[],
  h_failed_since_ms double precision[],
  h_failures_after integer[], h_failed_since_after_ms double precision[], h_failed_ms double precision[],
  h_retried text[], h_probe_steps integer[], h_asked_seconds integer[], h_last_errors text[],
  h_answer_first real[], h_answer_kept real[], h_answer_added real[], h_gone text[],
  p_limit integer, p_slow integer, p_bytes bigint, p_hooks integer, p_timeout_max integer,
  p_quick_full bigint[], p_slow_full bigint[]
) RETURNS SETOF gancho.claimed
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_changes json;
  v_row gancho.claimed;
BEGIN
  v_changes := gancho.record(
    p_worker,
    r_hooks, r_deliveries, r_companies, r_n, r_outcomes, r_statuses, r_reasons, r_due_ms, r_errors, r_response_statuses,
    r_started_ms, r_finished_ms, r_timings, r_addresses, r_request_headers, r_response_headers, r_bodies_base64, r_truncated,
    r_tests, r_latency_buckets,
    h_hooks, h_config_versions, h_success_ms, h_failures, h_failed_since_ms, h_failures_after, h_failed_since_after_ms, h_failed_ms,
    h_retried, h_probe_steps, h_asked_seconds, h_last_errors, h_answer_first, h_answer_kept, h_answer_added, h_gone);
  FOR v_row IN SELECT * FROM gancho.claim(p_worker, p_limit, p_slow, p_bytes, p_hooks, p_timeout_max, p_quick_full, p_slow_full) LOOP
    IF v_row.delivery_id IS NULL THEN
      v_row.changes := v_changes;
    END IF;
    RETURN NEXT v_row;
  END LOOP;
END
$$;

-- After leases have ended otherwise than by a result: how many are left of these hooks, whose locks the caller holds, and
-- when each is next worth a look.
CREATE FUNCTION gancho.recount(p_hook_ids bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = gancho, pg_temp
AS $$
BEGIN
  UPDATE hook_queue h SET in_flight = (SELECT count(*) FROM queue q WHERE q.hook_id = h.hook_id AND q.worker IS NOT NULL AND NOT q.is_test)
  WHERE h.hook_id = ANY (p_hook_ids);
  PERFORM gancho.reschedule(p_hook_ids);
END
$$;

-- Workers that hold deliveries and have not beaten for 10 s of a running server, since nobody can beat while it is away.
-- A server that stood still runs on as if nothing had been, and all are silent then: so silence is a suspicion at first
-- (suspected_at, null: none that is still worth something), and 3 s give a live worker time to beat. Looks that lie
-- further apart prove nothing: the server may have stood still between them.
CREATE FUNCTION gancho.silent_workers() RETURNS TABLE (id integer, name text, suspected_at timestamptz)
LANGUAGE sql STABLE SET search_path = gancho, pg_temp SET enable_seqscan = off
AS $$
  SELECT w.id, w.name,
    CASE WHEN w.suspected_at > greatest(w.heartbeat_at, clock_timestamp() - interval '10 seconds') THEN w.suspected_at END
  FROM workers w
  WHERE w.heartbeat_at <= clock_timestamp() - interval '10 seconds'
    AND pg_postmaster_start_time() <= clock_timestamp() - interval '10 seconds'
    -- One look into the index for each worker, whatever the planner thinks of the queue.
    AND (SELECT true FROM queue q WHERE q.worker = w.id LIMIT 1)
$$;

-- Takes back what workers hold that will not come: p_worker's claims (its process has restarted), those of workers
-- suspected for 3 s, and expired leases. Each becomes an attempt of unknown outcome.
CREATE FUNCTION gancho.release(p_worker integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_gone integer[];
  v_hooks bigint[];
  v_count integer;
BEGIN
  SELECT array_agg(s.id) INTO v_gone FROM gancho.silent_workers() s WHERE s.suspected_at <= v_now - interval '3 seconds';
  v_gone := v_gone || p_worker;
  SELECT array_agg(DISTINCT q.hook_id) INTO v_hooks FROM queue q
  WHERE q.worker IS NOT NULL AND (q.worker = ANY (v_gone) OR q.due_at < v_now);
  IF v_hooks IS NULL THEN
    RETURN 0;
  END IF;

  PERFORM gancho.lock_hooks(v_hooks);
  WITH lost AS (
    UPDATE queue q SET worker = NULL, due_at = v_now
    WHERE q.worker IS NOT NULL AND q.hook_id = ANY (v_hooks) AND (q.worker = ANY (v_gone) OR q.due_at < v_now)
    RETURNING q.hook_id, q.delivery_id, q.attempt, q.attempt_started_at
  ), known AS (
    SELECT l.*, d.company_id, d.status, d.is_test FROM lost l JOIN deliveries d ON d.hook_id = l.hook_id AND d.id = l.delivery_id
  ), added AS (
    INSERT INTO attempts (delivery_id, n, company_id, hook_id, outcome, error, started_at)
    SELECT k.delivery_id, k.attempt, k.company_id, k.hook_id, 'unknown', '{"code":"interrupted","params":{}}', k.attempt_started_at
    FROM known k ON CONFLICT DO NOTHING RETURNING delivery_id
  ), updated AS (
    UPDATE deliveries d SET status = 'retrying', attempts = greatest(d.attempts, k.attempt),
      reason = '{"code":"interrupted","params":{}}',
      first_attempt_at = coalesce(d.first_attempt_at, k.attempt_started_at),
      last_attempt_at = k.attempt_started_at, next_attempt_at = v_now
    FROM known k WHERE d.hook_id = k.hook_id AND d.id = k.delivery_id
  ), counted AS (
    UPDATE delivery_counts c SET queued = c.queued - x.n, retrying = c.retrying + x.n
    FROM (SELECT k.hook_id, (k.delivery_id >> 37)::integer AS day, count(*) AS n FROM known k WHERE k.status = 'queued' GROUP BY 1, 2) AS x
    WHERE c.hook_id = x.hook_id AND c.day = x.day
  ), hours AS (
    INSERT INTO hook_hours AS h (company_id, hook_id, hour, failures)
    SELECT k.company_id, k.hook_id, hour_of(k.attempt_started_at), count(*) FROM known k
    WHERE NOT k.is_test AND k.delivery_id IN (SELECT a.delivery_id FROM added a) GROUP BY 1, 2, 3
    ON CONFLICT (hook_id, hour) DO UPDATE SET failures = h.failures + excluded.failures
  )
  SELECT count(*) INTO v_count FROM lost;

  PERFORM gancho.recount(v_hooks);
  RETURN v_count;
END
$$;

-- Takes back what a worker has leased but does not hold: a claim was committed, and its answer was lost. Nothing was sent,
-- so these are as if they had not been claimed. p_held names the deliveries of whose claims the worker knows.
CREATE FUNCTION gancho.give_back_unheld(p_worker integer, p_held bigint[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_hooks bigint[];
  v_count integer;
BEGIN
  SELECT array_agg(DISTINCT q.hook_id) INTO v_hooks FROM queue q WHERE q.worker = p_worker AND q.delivery_id <> ALL (p_held);
  IF v_hooks IS NULL THEN
    RETURN 0;
  END IF;
  PERFORM gancho.lock_hooks(v_hooks);
  UPDATE queue q SET worker = NULL, due_at = clock_timestamp(), attempt = q.attempt - 1, attempt_started_at = NULL,
    -- A claim sets both to the same moment where it is the first.
    first_attempt_at = nullif(q.first_attempt_at, q.attempt_started_at)
  WHERE q.worker = p_worker AND q.delivery_id <> ALL (p_held) AND q.hook_id = ANY (v_hooks);
  GET DIAGNOSTICS v_count = ROW_COUNT;
  PERFORM gancho.recount(v_hooks);
  RETURN v_count;
END
$$;

-- Carries out a discard mark on up to p_limit deliveries of one hook. Returns how many; null when no
-- mark is left that could be carried out now.
CREATE FUNCTION gancho.discard_chunk(p_limit integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_hook hook_queue;
  v_count integer;
BEGIN
  -- A hook of which all that is left is on its way right now does not hold up the others.
  SELECT * INTO v_hook FROM hook_queue h
  WHERE h.is_discarding AND (
    EXISTS (SELECT FROM queue q WHERE q.hook_id = h.hook_id AND q.delivery_id <= h.discard_through AND q.worker IS NULL)
    OR NOT EXISTS (SELECT FROM queue q WHERE q.hook_id = h.hook_id AND q.delivery_id <= h.discard_through))
  ORDER BY h.hook_id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  WITH chunk AS (
    DELETE FROM queue q USING (
      SELECT c.delivery_id FROM queue c
      WHERE c.hook_id = v_hook.hook_id AND c.delivery_id <= v_hook.discard_through AND c.worker IS NULL
      ORDER BY c.delivery_id LIMIT p_limit
    ) AS c WHERE q.hook_id = v_hook.hook_id AND q.delivery_id = c.delivery_id
    RETURNING q.delivery_id
  ), old AS (
    SELECT d.id, d.company_id, d.status, d.is_test FROM chunk c
    JOIN deliveries d ON d.hook_id = v_hook.hook_id AND d.id = c.delivery_id
  ), updated AS (
    UPDATE deliveries d SET status = 'discarded', reason = v_hook.discard_reason, next_attempt_at = NULL, finished_at = clock_timestamp()
    FROM chunk c WHERE d.hook_id = v_hook.hook_id AND d.id = c.delivery_id
  ), noted AS (
    INSERT INTO discards (hook_id, delivery_id, company_id) SELECT v_hook.hook_id, o.id, o.company_id FROM old o
    ON CONFLICT DO NOTHING
  ), counted AS (
    UPDATE delivery_counts c SET queued = c.queued - x.queued, retrying = c.retrying - x.retrying, discarded = c.discarded + x.queued + x.retrying
    FROM (
      SELECT (o.id >> 37)::integer AS day, count(*) FILTER (WHERE o.status = 'queued') AS queued,
        count(*) FILTER (WHERE o.status = 'retrying') AS retrying
      FROM old o GROUP BY 1
    ) AS x WHERE c.hook_id = v_hook.hook_id AND c.day = x.day
  ), hours AS (
    INSERT INTO hook_hours AS h (company_id, hook_id, hour, discarded)
    SELECT o.company_id, v_hook.hook_id, hour_of(clock_timestamp()), count(*) FROM old o WHERE NOT o.is_test GROUP BY 1, 3
    ON CONFLICT (hook_id, hour) DO UPDATE SET discarded = h.discarded + excluded.discarded
  )
  SELECT count(*) INTO v_count FROM chunk;

  -- A row that is on its way right now keeps the mark until it comes back.
  UPDATE hook_queue h SET is_discarding = m.is_left, discard_through = CASE WHEN m.is_left THEN h.discard_through ELSE 0 END
  FROM (SELECT EXISTS (
    SELECT FROM queue q WHERE q.hook_id = v_hook.hook_id AND q.delivery_id <= v_hook.discard_through) AS is_left) AS m
  WHERE h.hook_id = v_hook.hook_id;
  PERFORM gancho.reschedule(ARRAY[v_hook.hook_id]);
  RETURN v_count;
END
$$;

-- Makes a worker known under its name, and takes back what an earlier process of that name held. What troubled that one
-- is over, but for what this one has noted in the p_age_ms since it began.
CREATE FUNCTION gancho.register_worker(p_name text, p_age_ms double precision DEFAULT 0) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_id integer;
BEGIN
  INSERT INTO workers AS w (name) VALUES (p_name)
  ON CONFLICT (name) DO UPDATE SET started_at = clock_timestamp(), heartbeat_at = clock_timestamp()
  RETURNING w.id INTO v_id;
  PERFORM gancho.release(v_id);
  DELETE FROM engine_troubles t
  WHERE t.source = p_name AND t.seen_at < clock_timestamp() - make_interval(secs => p_age_ms / 1000);
  RETURN v_id;
END
$$;

-- A worker whose row is gone comes back under its id, because its leases carry that id.
CREATE FUNCTION gancho.beat_worker(p_worker integer, p_name text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  INSERT INTO workers (id, name, heartbeat_at) OVERRIDING SYSTEM VALUE VALUES (p_worker, p_name, clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at
$$;

-- Repairs what lost announcements and dead processes left behind, and beats the engine's heartbeat. Suspects need a
-- second look, after 3 s.
CREATE FUNCTION gancho.sweep(p_engine text)
RETURNS TABLE (
  released integer, released_from text[], woken integer, has_suspects boolean, has_pending boolean, has_due boolean,
  has_discards boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_asleep bigint[];
BEGIN
  SELECT coalesce(array_agg(s.name), '{}') INTO released_from FROM gancho.silent_workers() s
  WHERE s.suspected_at <= clock_timestamp() - interval '3 seconds';
  released := gancho.release(NULL);
  SELECT array_agg(h.hook_id) INTO v_asleep FROM hook_queue h
  WHERE h.next_at = 'infinity' AND h.is_enabled
    AND h.in_flight < CASE WHEN h.is_in_order OR h.circuit_opened_at IS NOT NULL THEN 1 ELSE h.max_in_flight END
    AND EXISTS (SELECT FROM queue q WHERE q.hook_id = h.hook_id AND q.worker IS NULL AND q.delivery_id > h.discard_through);
  IF v_asleep IS NOT NULL THEN
    PERFORM gancho.lock_hooks(v_asleep);
    PERFORM gancho.reschedule(v_asleep);
  END IF;
  woken := coalesce(cardinality(v_asleep), 0);
  -- A row that somebody holds is being beaten or suspected; who waited for it could stand in the way of its restart.
  UPDATE workers w SET suspected_at = clock_timestamp() WHERE w.id IN (
    SELECT x.id FROM workers x WHERE x.id IN (SELECT s.id FROM gancho.silent_workers() s WHERE s.suspected_at IS NULL)
    FOR NO KEY UPDATE SKIP LOCKED);
  has_suspects := EXISTS (SELECT FROM gancho.silent_workers());
  DELETE FROM workers w WHERE w.heartbeat_at < clock_timestamp() - interval '1 hour'
    AND NOT EXISTS (SELECT FROM queue q WHERE q.worker = w.id);
  -- A purge runs once an hour; what it has refused is so until the next.
  UPDATE engine_troubles SET seen_at = clock_timestamp() WHERE code = 'purge_refused';
  DELETE FROM engine_troubles WHERE seen_at < clock_timestamp() - interval '1 hour';

  INSERT INTO engine_heartbeat (engine, swept_at) VALUES (p_engine, clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET engine = excluded.engine, swept_at = excluded.swept_at;
  has_pending := EXISTS (SELECT FROM pending_events);
  has_due := EXISTS (SELECT FROM hook_queue h WHERE h.next_at < 'infinity' AND h.next_at <= clock_timestamp());
  has_discards := EXISTS (SELECT FROM hook_queue h WHERE h.is_discarding);
  RETURN NEXT;
END
$$;

-- What waits right now, when the next delivery falls due (null: nothing does), and whether a worker fell silent that
-- nobody suspects yet.
CREATE FUNCTION gancho.outlook()
RETURNS TABLE (
  has_pending boolean, has_discards boolean, next_due_ms double precision, now_ms double precision, has_silent boolean
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM pending_events), EXISTS (SELECT FROM hook_queue h WHERE h.is_discarding),
    (SELECT 1000 * extract(epoch FROM h.next_at)::double precision FROM hook_queue h WHERE h.next_at < 'infinity' ORDER BY h.next_at LIMIT 1),
    1000 * extract(epoch FROM clock_timestamp())::double precision,
    EXISTS (SELECT FROM gancho.silent_workers() s WHERE s.suspected_at IS NULL)
$$;

-- Brings a hook's queue row in line with its settings. For tenants: the hook must be the company's own.
CREATE FUNCTION gancho.sync_hook_queue(p_hook_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
BEGIN
  -- Enabled again: both clocks start afresh, time spent disabled counts in neither.
  UPDATE hook_queue q SET failing_since = NULL, failure_streak = 0, circuit_opened_at = NULL,
    is_quick = gancho.answers_quickly(NULL, q.answer_ms), probe_at = NULL, probe_step = 0
  FROM hooks h WHERE q.hook_id = p_hook_id AND NOT q.is_enabled AND h.id = q.hook_id AND h.status = 'active'
    AND h.deleted_at IS NULL AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company());
  INSERT INTO hook_queue (
    hook_id, company_id, is_enabled, is_in_order, max_in_flight, max_per_second, timeout_seconds,
    retry_window_seconds, config_version
  )
  SELECT h.id, h.company_id, h.status = 'active' AND h.deleted_at IS NULL, h.delivery_mode = 'in_order', h.max_in_flight,
    h.max_per_second, h.timeout_seconds, h.retry_window_seconds, h.config_version
  FROM hooks h WHERE h.id = p_hook_id AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company())
  ON CONFLICT (hook_id) DO UPDATE SET
    is_enabled = excluded.is_enabled, is_in_order = excluded.is_in_order, max_in_flight = excluded.max_in_flight,
    max_per_second = excluded.max_per_second, timeout_seconds = excluded.timeout_seconds,
    retry_window_seconds = excluded.retry_window_seconds, config_version = excluded.config_version;
  PERFORM gancho.reschedule(ARRAY[p_hook_id]);
END
$$;

-- Takes the lock of one hook's queue, before its settings are written: record holds it when it disables
-- a hook, so everyone takes it first. A caller that falls silent with it loses it, and its transaction.
CREATE FUNCTION gancho.lock_hook(p_hook_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
BEGIN
  PERFORM set_config('idle_in_transaction_session_timeout', '5s', true);
  PERFORM FROM hook_queue h WHERE h.hook_id = p_hook_id
    AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company()) FOR NO KEY UPDATE;
END
$$;

-- Drops all that waits in a hook's queue, by a mark; the rows follow in chunks. Returns how many.
CREATE FUNCTION gancho.discard_queue(p_hook_id bigint, p_reason jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_count integer;
BEGIN
  PERFORM gancho.lock_hook(p_hook_id);
  SELECT count(*) INTO v_count FROM queue q JOIN hook_queue h ON h.hook_id = q.hook_id
  WHERE q.hook_id = p_hook_id AND q.worker IS NULL AND q.delivery_id > h.discard_through
    AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company());
  UPDATE hook_queue h SET is_discarding = true, discard_reason = p_reason,
    discard_through = greatest(h.discard_through, (SELECT max(q.delivery_id) FROM queue q WHERE q.hook_id = h.hook_id))
  WHERE h.hook_id = p_hook_id AND v_count > 0;
  PERFORM gancho.reschedule(ARRAY[p_hook_id]);
  RETURN v_count;
END
$$;

-- "Try now": closes the circuit and makes due what waits for a retry: up to p_limit deliveries after p_after, in
-- the order of their ids. Returns the last of them, to go on from in a transaction of its own, so that the
-- hook's lock is never held for long; null: that was all.
CREATE FUNCTION gancho.resume_hook(p_hook_id bigint, p_after bigint DEFAULT 0, p_limit integer DEFAULT 1000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_ids bigint[];
BEGIN
  PERFORM gancho.lock_hook(p_hook_id);
  -- Once only: while the rest follows, it may have opened again.
  UPDATE hook_queue h SET
    circuit_opened_at = CASE WHEN p_after > 0 THEN h.circuit_opened_at END,
    is_quick = gancho.answers_quickly(CASE WHEN p_after > 0 THEN h.circuit_opened_at END, h.answer_ms),
    probe_at = CASE WHEN p_after > 0 THEN h.probe_at END,
    probe_step = CASE WHEN p_after > 0 THEN h.probe_step ELSE 0 END
  WHERE h.hook_id = p_hook_id AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company());
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  SELECT array_agg(w.delivery_id) INTO v_ids FROM (
    SELECT q.delivery_id FROM queue q
    WHERE q.hook_id = p_hook_id AND q.delivery_id > p_after AND q.worker IS NULL AND q.due_at > v_now
    ORDER BY q.delivery_id LIMIT p_limit
  ) AS w;
  UPDATE queue q SET due_at = v_now WHERE q.hook_id = p_hook_id AND q.delivery_id = ANY (v_ids);
  UPDATE deliveries d SET next_attempt_at = v_now WHERE d.hook_id = p_hook_id AND d.id = ANY (v_ids);
  PERFORM gancho.reschedule(ARRAY[p_hook_id]);
  RETURN CASE WHEN cardinality(v_ids) = p_limit THEN v_ids[p_limit] END;
END
$$;

-- Puts a finished delivery back into its hook's queue: due now, with a retry window of its own, its
-- attempts numbered on. Returns the status in which it was found; null: there is none of the company's.
CREATE FUNCTION gancho.redeliver(p_hook_id bigint, p_delivery_id bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_found deliveries;
BEGIN
  PERFORM gancho.lock_hook(p_hook_id);
  SELECT * INTO v_found FROM deliveries d WHERE d.id = p_delivery_id AND d.hook_id = p_hook_id
    AND (gancho.current_company() IS NULL OR d.company_id = gancho.current_company());
  IF v_found.finished_at IS NULL THEN
    RETURN v_found.status;
  END IF;
  -- Nothing of a day that purge may drop is opened again. A purge that wants this day waits for this row.
  PERFORM FROM history_horizon t WHERE t.first_day <= v_found.id >> 37 FOR SHARE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;

  UPDATE deliveries d SET status = 'queued', reason = NULL, finished_at = NULL, next_attempt_at = NULL
  WHERE d.hook_id = v_found.hook_id AND d.id = v_found.id;
  INSERT INTO queue (hook_id, delivery_id, event_id, due_at, attempt, is_test, payload_at)
  VALUES (p_hook_id, v_found.id, v_found.event_id, clock_timestamp(), v_found.attempts, v_found.is_test, v_found.first_attempt_at);
  UPDATE delivery_counts c SET queued = c.queued + 1,
    delivered = c.delivered - (v_found.status = 'delivered')::integer,
    failed = c.failed - (v_found.status = 'failed')::integer,
    discarded = c.discarded - (v_found.status = 'discarded')::integer
  WHERE c.hook_id = p_hook_id AND c.day = (v_found.id >> 37)::integer;
  PERFORM gancho.reschedule(ARRAY[p_hook_id]);
  RETURN v_found.status;
END
$$;

-- Records an event for one hook alone and queues its delivery, marked as test. Ten at once and then one
-- every 6 s: above that only retry_after_seconds is returned. No row: the hook is not the company's.
CREATE FUNCTION gancho.send_test(
  p_hook_id bigint, p_project_id bigint, p_ulid text, p_resource_name text, p_resource_level text, p_resource_id text,
  p_event_type text, p_user_id text, p_data text
) RETURNS TABLE (event_id bigint, delivery_id bigint, retry_after_seconds integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := clock_timestamp();
  v_day bigint := gancho.day_of(v_now)::bigint << 37;
  v_company bigint;
  v_tat timestamptz;
  v_event bigint;
  v_delivery bigint;
BEGIN
  PERFORM gancho.lock_hook(p_hook_id);
  SELECT h.company_id, greatest(h.test_tat, v_now) INTO v_company, v_tat FROM hook_queue h
  WHERE h.hook_id = p_hook_id AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company());
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF v_tat > v_now + interval '54 seconds' THEN
    RETURN QUERY SELECT NULL::bigint, NULL::bigint, ceil(extract(epoch FROM v_tat - v_now) - 54)::integer;
    RETURN;
  END IF;
  UPDATE hook_queue h SET test_tat = v_tat + interval '6 seconds' WHERE h.hook_id = p_hook_id;

  v_event := v_day | nextval('gancho.event_sequence');
  v_delivery := v_day | nextval('gancho.delivery_sequence');
  INSERT INTO events (
    id, company_id, project_id, ulid, resource_name, resource_level, resource_id, event_type, user_id,
    occurred_at, recorded_at, data, size_bytes
  ) VALUES (
    v_event, v_company, p_project_id, p_ulid, p_resource_name, p_resource_level, p_resource_id, p_event_type, p_user_id,
    v_now, v_now, p_data::json, 500 + coalesce(octet_length(p_data), 0)
  );
  INSERT INTO deliveries (
    id, company_id, hook_id, event_id, project_id, resource_name, resource_id, event_type, created_at, is_test
  ) VALUES (
    v_delivery, v_company, p_hook_id, v_event, p_project_id, p_resource_name, p_resource_id, p_event_type, v_now, true
  );
  INSERT INTO delivery_counts AS c (company_id, hook_id, day, queued)
  VALUES (v_company, p_hook_id, (v_delivery >> 37)::integer, 1)
  ON CONFLICT (hook_id, day) DO UPDATE SET queued = c.queued + 1;
  INSERT INTO queue (hook_id, delivery_id, event_id, due_at, is_test)
  VALUES (p_hook_id, v_delivery, v_event, v_now, true);
  PERFORM gancho.reschedule(ARRAY[p_hook_id]);
  RETURN QUERY SELECT v_event, v_delivery, NULL::integer;
END
$$;

DO $$
DECLARE
  f regprocedure;
BEGIN
  FOR f IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'gancho'::regnamespace LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO CURRENT_USER, gancho_engine', f);
    IF (SELECT p.prosecdef FROM pg_proc p WHERE p.oid = f) THEN
      EXECUTE format('ALTER FUNCTION %s OWNER TO gancho_engine', f);
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO CURRENT_USER', f);
    END IF;
  END LOOP;
END
$$;
GRANT EXECUTE ON FUNCTION gancho.current_company(), gancho.sync_hook_queue(bigint), gancho.lock_hook(bigint),
  gancho.discard_queue(bigint, jsonb), gancho.resume_hook(bigint, bigint, integer), gancho.redeliver(bigint, bigint),
  gancho.send_test(bigint, bigint, text, text, text, text, text, text, text) TO gancho_tenant;
