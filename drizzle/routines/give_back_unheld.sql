-- Returns deliveries that a worker has leased and does not hold, because the answer of the claim was lost. Nothing was
-- sent, so they return to their state before the claim. p_held lists the deliveries that the worker knows.
CREATE OR REPLACE FUNCTION gancho.give_back_unheld(p_worker integer, p_held bigint[]) RETURNS integer
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
    -- The first claim sets both columns to the same moment.
    first_attempt_at = nullif(q.first_attempt_at, q.attempt_started_at)
  WHERE q.worker = p_worker AND q.delivery_id <> ALL (p_held) AND q.hook_id = ANY (v_hooks);
  GET DIAGNOSTICS v_count = ROW_COUNT;
  PERFORM gancho.recount(v_hooks);
  RETURN v_count;
END
$$;
