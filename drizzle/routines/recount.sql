-- Recounts the leases of hooks after leases ended without a result, and sets when each hook needs the next claim. The
-- caller holds the hooks' locks.
CREATE OR REPLACE FUNCTION gancho.recount(p_hook_ids bigint[]) RETURNS void
LANGUAGE plpgsql SET search_path = gancho, pg_temp
AS $$
BEGIN
  UPDATE hook_queue h SET in_flight = (SELECT count(*) FROM queue q WHERE q.hook_id = h.hook_id AND q.worker IS NOT NULL AND NOT q.is_test)
  WHERE h.hook_id = ANY (p_hook_ids);
  PERFORM gancho.reschedule(p_hook_ids);
END
$$;
