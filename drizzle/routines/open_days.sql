-- Lists the days before p_first_day that have open deliveries or events without fan-out. A delivery of a disabled hook
-- is open too. These days stay until they have none.
CREATE OR REPLACE FUNCTION gancho.open_days(p_first_day integer) RETURNS TABLE (day integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  SELECT DISTINCT o.day FROM hook_queue h CROSS JOIN LATERAL (
    SELECT (q.delivery_id >> 37)::integer AS day FROM queue q
    WHERE q.hook_id = h.hook_id AND q.delivery_id < p_first_day::bigint << 37
  ) AS o
  UNION
  SELECT (p.first_event_id >> 37)::integer FROM pending_events p WHERE p.first_event_id < p_first_day::bigint << 37
$$;
