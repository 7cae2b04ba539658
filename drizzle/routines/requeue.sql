-- Returns finished deliveries to their hook's queue. They have a new retry window, and their attempts continue their
-- numbers. With p_job_at they belong to a job that began then: those that ended or were sent again since are left
-- out, and they become due one after the other within p_within. Returns those that are in the queue again, and the status of each before.
CREATE OR REPLACE FUNCTION gancho.requeue(
  p_hook_id bigint, p_delivery_ids bigint[], p_job_at timestamptz DEFAULT NULL, p_within interval DEFAULT '0'
) RETURNS TABLE (delivery_id bigint, was text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_first_day integer;
  v_now timestamptz;
  v_has_lost boolean;
BEGIN
  PERFORM gancho.lock_hook(p_hook_id);
  -- A delivery of a day that a purge may drop stays closed. A purge waits for this row.
  SELECT t.first_day INTO v_first_day FROM history_horizon t FOR SHARE;
  v_now := clock_timestamp();
  RETURN QUERY
  WITH found AS MATERIALIZED (
    SELECT d.id, d.event_id, d.status, d.attempts, d.is_test, d.first_attempt_at, u.place
    FROM unnest(p_delivery_ids) WITH ORDINALITY AS u (id, place)
    CROSS JOIN LATERAL (
      SELECT f.* FROM deliveries f WHERE f.hook_id = p_hook_id AND f.id = u.id
        AND f.id >= v_first_day::bigint << 37 AND f.finished_at IS NOT NULL
        AND (p_job_at IS NULL OR (f.finished_at <= p_job_at AND (f.redelivered_at IS NULL OR f.redelivered_at < p_job_at)))
        AND (gancho.current_company() IS NULL OR f.company_id = gancho.current_company())
      OFFSET 0
    ) AS d
  ), updated AS (
    UPDATE deliveries d SET status = 'queued', reason = NULL, finished_at = NULL, next_attempt_at = NULL, redelivered_at = v_now
    FROM found f WHERE d.hook_id = p_hook_id AND d.id = f.id
  ), queued AS (
    INSERT INTO queue (hook_id, delivery_id, event_id, due_at, attempt, is_test, payload_at, is_recovery)
    SELECT p_hook_id, f.id, f.event_id, gancho.spread(v_now, p_within, f.place, cardinality(p_delivery_ids)), f.attempts, f.is_test,
      f.first_attempt_at, p_job_at IS NOT NULL
    FROM found f
  ), found_again AS (
    UPDATE discards x SET is_lost = false FROM found f WHERE x.hook_id = p_hook_id AND x.delivery_id = f.id AND x.is_lost
    RETURNING x.delivery_id
  ), counted AS (
    UPDATE delivery_counts c SET queued = c.queued + x.n, delivered = c.delivered - x.delivered, failed = c.failed - x.failed,
      discarded = c.discarded - x.discarded, lost = c.lost - x.lost
    FROM (
      SELECT (f.id >> 37)::integer AS day, count(*) AS n, count(*) FILTER (WHERE f.status = 'delivered') AS delivered,
        count(*) FILTER (WHERE f.status = 'failed') AS failed, count(*) FILTER (WHERE f.status = 'discarded') AS discarded,
        count(*) FILTER (WHERE f.id IN (SELECT a.delivery_id FROM found_again a)) AS lost
      FROM found f GROUP BY 1
    ) AS x WHERE c.hook_id = p_hook_id AND c.day = x.day
  )
  SELECT f.id, f.status FROM found f;

  -- A notification names the end of a window together with lost events, so the last of them ends it.
  v_has_lost := EXISTS (SELECT FROM discards x WHERE x.hook_id = p_hook_id AND x.is_lost);
  UPDATE hook_queue h SET window_ended_at = NULL
  WHERE h.hook_id = p_hook_id AND h.window_ended_at IS NOT NULL AND NOT h.is_discarding AND NOT v_has_lost
    AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company());
  PERFORM gancho.reschedule(ARRAY[p_hook_id]);
END
$$;

GRANT EXECUTE ON FUNCTION gancho.requeue(bigint, bigint[], timestamptz, interval) TO gancho_tenant;
