-- Takes back leases that will bring no result: those of p_worker, whose process has restarted, those of workers that
-- have been suspects for 3 s, and expired ones. Each lease becomes an attempt of unknown outcome.
CREATE OR REPLACE FUNCTION gancho.release(p_worker integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_gone integer[];
  v_hooks bigint[];
  v_count integer;
BEGIN
  SELECT array_agg(s.id) INTO v_gone FROM gancho.silent_workers() s WHERE s.suspected_at <= v_now - interval '3 seconds' /* SUSPECTED_SECONDS */;
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
