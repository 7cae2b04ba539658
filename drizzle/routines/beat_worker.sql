-- Writes a worker's heartbeat. A worker whose row is gone comes back under its id, because its leases carry that id.
CREATE OR REPLACE FUNCTION gancho.beat_worker(p_worker integer, p_name text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  INSERT INTO workers (id, name, heartbeat_at) OVERRIDING SYSTEM VALUE VALUES (p_worker, p_name, clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at
$$;
