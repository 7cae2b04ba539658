-- What becomes of deliveries by their results, where p_ctids says that they lie (null: as it is). Alone, so that it can do
-- without every scan but that: its plan then is the same whatever was known of a day when it was made.
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
