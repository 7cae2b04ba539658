-- Computes what a purge with this retention would drop. days are the days that it drops. is_usual means that it needs
-- no confirmation: counted from the oldest event that is kept, it drops at most as many days as have passed since the
-- last purge, plus two.
CREATE OR REPLACE FUNCTION gancho.plan_purge(p_retention_days integer)
RETURNS TABLE (today integer, target_day integer, days integer[], is_usual boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  SELECT n.today, n.target_day, x.days,
    (SELECT count(*) FROM unnest(x.days) AS d WHERE d >= n.oldest_day) <= greatest(n.today - n.purged_on, 0) + 2
  FROM (
    SELECT t.today, t.today - p_retention_days AS target_day, h.purged_on,
      (SELECT greatest((e.id >> 37)::integer, h.first_day) FROM events e ORDER BY e.id LIMIT 1) AS oldest_day
    FROM history_horizon h, (SELECT day_of(clock_timestamp()) AS today) AS t
  ) AS n, LATERAL (
    SELECT ARRAY(
      SELECT DISTINCT e.day FROM expired_partitions(n.target_day, ARRAY(SELECT o.day FROM open_days(n.target_day) AS o)) AS e
      ORDER BY e.day
    ) AS days
  ) AS x
$$;
