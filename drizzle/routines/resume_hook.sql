-- Closes a hook's circuit and makes up to p_limit retries due, in the order of their ids from p_after on. Returns the
-- last id, so that the caller continues in another transaction and does not hold the hook's lock for long; null: no
-- retries are left.
CREATE OR REPLACE FUNCTION gancho.resume_hook(p_hook_id bigint, p_after bigint DEFAULT 0, p_limit integer DEFAULT 1000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_ids bigint[];
BEGIN
  PERFORM gancho.lock_hook(p_hook_id);
  -- Only the first call closes the circuit: it may open again before the next calls.
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

GRANT EXECUTE ON FUNCTION gancho.resume_hook(bigint, bigint, integer) TO gancho_tenant;
