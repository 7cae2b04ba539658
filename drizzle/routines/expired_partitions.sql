-- Lists the partitions that expire when the history begins with p_first_day, except the days in p_kept. rows is the
-- estimate of the last ANALYZE. The purge drops these partitions, and plan_purge counts their days.
CREATE OR REPLACE FUNCTION gancho.expired_partitions(p_first_day integer, p_kept integer[])
RETURNS TABLE (parent text, child text, day integer, rows bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  SELECT * FROM (
    SELECT p.relname::text, c.relname::text, to_date(right(c.relname, 8), 'YYYYMMDD') - date '1970-01-01' AS day,
      greatest(c.reltuples, 0)::bigint
    FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid
    WHERE p.relnamespace = 'gancho'::regnamespace AND p.relname IN ('events', 'deliveries', 'attempts', 'discards')
      AND c.relkind = 'r'
  ) AS x
  WHERE x.day < p_first_day AND x.day <> ALL (p_kept)
$$;
