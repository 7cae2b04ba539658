-- Returns to the queue the deliveries whose requests could not be made. Their attempts do not count, and no clock
-- starts. Each is due again after its pause. p_bugs marks those that a bug stopped. The routine ignores deliveries that
-- this worker no longer holds.
CREATE OR REPLACE FUNCTION gancho.give_back(
  p_worker integer, p_hooks bigint[], p_deliveries bigint[], p_attempts integer[], p_pauses_ms double precision[], p_bugs text[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_hooks bigint[];
BEGIN
  SELECT array_agg(DISTINCT h) INTO v_hooks FROM unnest(p_hooks) AS h;
  PERFORM gancho.lock_hooks(v_hooks);
  WITH back AS (
    UPDATE queue q SET worker = NULL, attempt = q.attempt - 1, attempt_started_at = NULL,
      -- The first claim sets both columns to the same moment.
      first_attempt_at = nullif(q.first_attempt_at, q.attempt_started_at),
      due_at = v_now + make_interval(secs => u.pause_ms / 1000)
    FROM unnest(p_hooks, p_deliveries, p_attempts, p_pauses_ms, p_bugs) AS u (hook_id, delivery_id, attempt, pause_ms, bug)
    WHERE q.hook_id = u.hook_id AND q.delivery_id = u.delivery_id AND q.attempt = u.attempt AND q.worker = p_worker
    RETURNING q.hook_id, q.delivery_id, q.due_at, q.is_test, u.bug
  ), told AS (
    UPDATE deliveries d SET
      reason = CASE WHEN b.bug = 't' THEN '{"code":"internal","params":{}}' ELSE d.reason END,
      next_attempt_at = CASE WHEN d.status = 'retrying' THEN b.due_at END
    FROM back b WHERE d.hook_id = b.hook_id AND d.id = b.delivery_id AND (b.bug = 't' OR d.status = 'retrying')
  ), freed AS (
    SELECT b.hook_id, count(*) FILTER (WHERE NOT b.is_test) AS n FROM back b GROUP BY b.hook_id
  )
  UPDATE hook_queue h SET in_flight = h.in_flight - f.n FROM freed f WHERE h.hook_id = f.hook_id;
  PERFORM gancho.reschedule(v_hooks);
END
$$;
