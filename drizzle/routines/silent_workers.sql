-- Workers that hold deliveries and have not beaten for 10 s of a running server, since nobody can beat while it is away.
-- A server that stood still runs on as if nothing had been, and all are silent then: so silence is a suspicion at first
-- (suspected_at, null: none that is still worth something), and 3 s give a live worker time to beat. Looks that lie
-- further apart prove nothing: the server may have stood still between them.
CREATE OR REPLACE FUNCTION gancho.silent_workers() RETURNS TABLE (id integer, name text, suspected_at timestamptz)
LANGUAGE sql STABLE SET search_path = gancho, pg_temp SET enable_seqscan = off
AS $$
  SELECT w.id, w.name,
    CASE WHEN w.suspected_at > greatest(w.heartbeat_at, clock_timestamp() - interval '10 seconds' /* SILENT_SECONDS */) THEN w.suspected_at END
  FROM workers w
  WHERE w.heartbeat_at <= clock_timestamp() - interval '10 seconds' /* SILENT_SECONDS */
    AND pg_postmaster_start_time() <= clock_timestamp() - interval '10 seconds' /* SILENT_SECONDS */
    -- One look into the index for each worker, whatever the planner thinks of the queue.
    AND (SELECT true FROM queue q WHERE q.worker = w.id LIMIT 1)
$$;
