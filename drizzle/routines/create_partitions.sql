-- Creates the partitions of one day. LIKE and ATTACH lock the parent only against other changes of its partitions;
-- ATTACH creates the parent's indexes.
CREATE OR REPLACE FUNCTION gancho.create_partitions(p_day integer) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
  parent text;
  child text;
  low bigint := p_day::bigint << 37;
  high bigint := (p_day + 1)::bigint << 37;
  was_created boolean := false;
BEGIN
  -- A purge and a migration, or two purges, may create the same day.
  PERFORM pg_advisory_xact_lock(7305089);
  FOREACH parent IN ARRAY ARRAY['events', 'deliveries', 'attempts', 'discards'] LOOP
    child := format('%s_%s', parent, to_char(to_timestamp(p_day::double precision * 86400) AT TIME ZONE 'UTC', 'YYYYMMDD'));
    IF to_regclass('gancho.' || child) IS NULL THEN
      EXECUTE format('CREATE TABLE gancho.%I (LIKE gancho.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', child, parent);
      -- A day grows from empty, so the default would analyze it far too often.
      EXECUTE format('ALTER TABLE gancho.%I SET (autovacuum_analyze_scale_factor = 0.5)', child);
      IF parent = 'deliveries' THEN
        -- Every insert is followed by an update. With room on its page, the update writes no index.
        EXECUTE format('ALTER TABLE gancho.%I SET (fillfactor = 50)', child);
        -- At most one delivery for each event and hook. A delivery lies in its event's partition, so an index of
        -- each partition is enough.
        EXECUTE format('CREATE UNIQUE INDEX ON gancho.%I (event_id, hook_id)', child);
      END IF;
      -- No query searches by these columns, and sampling them is most of the cost of ANALYZE.
      IF parent = 'events' THEN
        EXECUTE format('ALTER TABLE gancho.%I %s', child, gancho.without_statistics('metadata', 'related_resources', 'data'));
      ELSIF parent = 'attempts' THEN
        EXECUTE format('ALTER TABLE gancho.%I %s', child,
          gancho.without_statistics('error', 'timing', 'request_headers', 'response_headers', 'response_body'));
      END IF;
      EXECUTE format('ALTER TABLE gancho.%I ATTACH PARTITION gancho.%I FOR VALUES FROM (%s) TO (%s)', parent, child, low, high);
      was_created := true;
    END IF;
  END LOOP;
  RETURN was_created;
END
$$;
