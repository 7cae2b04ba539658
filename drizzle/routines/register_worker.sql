-- Makes a worker known under its name, and takes back what an earlier process of that name held. What troubled that one
-- is over, but for what this one has noted in the p_age_ms since it began.
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
