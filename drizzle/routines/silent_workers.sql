-- Lists workers that hold leases and have sent no heartbeat for 10 s. Time in which the server was down does not count,
-- because no worker could send one. After a pause of the server's machine all workers look silent, so a silent worker
-- is first a suspect (suspected_at; null: not one, or no longer) and has 3 s to send a heartbeat. A suspicion expires,
-- because the machine may have paused again.
CREATE OR REPLACE FUNCTION gancho.silent_workers() RETURNS TABLE (id integer, name text, suspected_at timestamptz)
LANGUAGE sql STABLE SET search_path = gancho, pg_temp SET enable_seqscan = off
AS $$
  SELECT w.id, w.name,
    CASE WHEN w.suspected_at > greatest(w.heartbeat_at, clock_timestamp() - interval '10 seconds' /* SILENT_SECONDS */) THEN w.suspected_at END
  FROM workers w
  WHERE w.heartbeat_at <= clock_timestamp() - interval '10 seconds' /* SILENT_SECONDS */
    AND pg_postmaster_start_time() <= clock_timestamp() - interval '10 seconds' /* SILENT_SECONDS */
    -- One index lookup for each worker, whatever the statistics of the queue are.
    AND (SELECT true FROM queue q WHERE q.worker = w.id LIMIT 1)
$$;
