-- Returns which kinds of work wait now, when the next delivery is due (null: none), and whether a worker is silent that
-- is not a suspect yet.
CREATE OR REPLACE FUNCTION gancho.outlook()
RETURNS TABLE (
  has_pending boolean, has_discards boolean, next_due_ms double precision, now_ms double precision, has_silent boolean
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM pending_events), EXISTS (SELECT FROM hook_queue h WHERE h.is_discarding),
    (SELECT 1000 * extract(epoch FROM h.next_at)::double precision FROM hook_queue h WHERE h.next_at < 'infinity' ORDER BY h.next_at LIMIT 1),
    1000 * extract(epoch FROM clock_timestamp())::double precision,
    EXISTS (SELECT FROM gancho.silent_workers() s WHERE s.suspected_at IS NULL)
$$;
