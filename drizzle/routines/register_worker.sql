-- Registers a worker by its name and takes back the leases of an earlier process with that name. It clears the troubles
-- of that process, but keeps those that the new process noted in the p_age_ms since it started.
CREATE OR REPLACE FUNCTION gancho.register_worker(p_name text, p_age_ms double precision DEFAULT 0) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_id integer;
BEGIN
  INSERT INTO workers AS w (name) VALUES (p_name)
  ON CONFLICT (name) DO UPDATE SET started_at = clock_timestamp(), heartbeat_at = clock_timestamp()
  RETURNING w.id INTO v_id;
  PERFORM gancho.release(v_id);
  DELETE FROM engine_troubles t
  WHERE t.source = p_name AND t.seen_at < clock_timestamp() - make_interval(secs => p_age_ms / 1000);
  RETURN v_id;
END
$$;
