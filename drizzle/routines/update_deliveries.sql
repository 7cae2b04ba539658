-- Writes the results to the rows of their deliveries, found by p_ctids (null: the row stays as it is). A separate
-- routine, because it allows no other scan than by ctid: its plan is then the same whatever the statistics were.
CREATE OR REPLACE FUNCTION gancho.update_deliveries(
  p_low bigint, p_high bigint, p_ctids tid[], p_results gancho.attempt_result[]
) RETURNS void
LANGUAGE plpgsql SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off
SET enable_indexscan = off SET enable_indexonlyscan = off SET enable_bitmapscan = off SET jit = off
AS $$
BEGIN
  UPDATE deliveries d SET
    status = r.status, reason = r.reason, attempts = greatest(d.attempts, r.n), response_status = r.response_status,
    first_attempt_at = coalesce(d.first_attempt_at, to_timestamp(r.started_ms / 1000)),
    last_attempt_at = to_timestamp(r.started_ms / 1000),
    next_attempt_at = CASE WHEN r.status = 'retrying' THEN to_timestamp(r.due_ms / 1000) END,
    finished_at = CASE WHEN r.status <> 'retrying' THEN to_timestamp(r.finished_ms / 1000) END
  FROM ROWS FROM (unnest(p_ctids), unnest(p_results)) AS r (ctid)
  WHERE d.ctid = r.ctid AND d.id = r.delivery_id AND d.id BETWEEN p_low AND p_high;
END
$$;
