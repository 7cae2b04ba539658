-- Returns a finished delivery to its hook's queue. It is due now, has a new retry window, and its attempts continue
-- their numbers. Returns the status that it had; null: the company has no such delivery.
CREATE OR REPLACE FUNCTION gancho.redeliver(p_hook_id bigint, p_delivery_id bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_found deliveries;
  v_was_lost boolean;
BEGIN
  PERFORM gancho.lock_hook(p_hook_id);
  SELECT * INTO v_found FROM deliveries d WHERE d.id = p_delivery_id AND d.hook_id = p_hook_id
    AND (gancho.current_company() IS NULL OR d.company_id = gancho.current_company());
  IF v_found.finished_at IS NULL THEN
    RETURN v_found.status;
  END IF;
  -- A delivery of a day that a purge may drop stays closed. A purge waits for this row.
  PERFORM FROM history_horizon t WHERE t.first_day <= v_found.id >> 37 FOR SHARE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;

  UPDATE deliveries d SET status = 'queued', reason = NULL, finished_at = NULL, next_attempt_at = NULL
  WHERE d.hook_id = v_found.hook_id AND d.id = v_found.id;
  INSERT INTO queue (hook_id, delivery_id, event_id, due_at, attempt, is_test, payload_at)
  VALUES (p_hook_id, v_found.id, v_found.event_id, clock_timestamp(), v_found.attempts, v_found.is_test, v_found.first_attempt_at);
  UPDATE discards x SET is_lost = false WHERE x.hook_id = p_hook_id AND x.delivery_id = v_found.id AND x.is_lost;
  v_was_lost := FOUND;
  UPDATE hook_queue h SET window_ended_at = NULL WHERE h.hook_id = p_hook_id AND v_was_lost
    AND NOT EXISTS (SELECT FROM discards x WHERE x.hook_id = p_hook_id AND x.is_lost);
  UPDATE delivery_counts c SET queued = c.queued + 1, lost = c.lost - v_was_lost::integer,
    delivered = c.delivered - (v_found.status = 'delivered')::integer,
    failed = c.failed - (v_found.status = 'failed')::integer,
    discarded = c.discarded - (v_found.status = 'discarded')::integer
  WHERE c.hook_id = p_hook_id AND c.day = (v_found.id >> 37)::integer;
  PERFORM gancho.reschedule(ARRAY[p_hook_id]);
  RETURN v_found.status;
END
$$;

GRANT EXECUTE ON FUNCTION gancho.redeliver(bigint, bigint) TO gancho_tenant;
