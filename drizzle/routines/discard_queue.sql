-- Marks all waiting deliveries of a hook's queue to be discarded, and returns their number. discard_chunk discards the
-- rows.
CREATE OR REPLACE FUNCTION gancho.discard_queue(p_hook_id bigint, p_reason jsonb) RETURNS integer
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

GRANT EXECUTE ON FUNCTION gancho.discard_queue(bigint, jsonb) TO gancho_tenant;
