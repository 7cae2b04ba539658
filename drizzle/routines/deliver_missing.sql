-- Queues events that a hook has never got, for a job, in the order given. Returns the new deliveries. An event that has a
-- delivery by now is left out.
CREATE OR REPLACE FUNCTION gancho.deliver_missing(p_hook_id bigint, p_event_ids bigint[], p_within interval) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_first_day integer;
  v_now timestamptz;
BEGIN
  PERFORM gancho.lock_hook(p_hook_id);
  SELECT t.first_day INTO v_first_day FROM history_horizon t FOR SHARE;
  v_now := clock_timestamp();
  RETURN QUERY
  WITH made AS (
    INSERT INTO deliveries (id, company_id, hook_id, event_id, project_id, resource_name, resource_id, event_type, created_at, redelivered_at)
    SELECT (e.id >> 37 << 37) | nextval('gancho.delivery_sequence'),
      e.company_id, p_hook_id, e.id, e.project_id, e.resource_name, e.resource_id, e.event_type, v_now, v_now
    FROM (
      SELECT v.* FROM unnest(p_event_ids) WITH ORDINALITY AS u (id, place)
      JOIN hooks h ON h.id = p_hook_id AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company())
      CROSS JOIN LATERAL (SELECT o.* FROM events o WHERE o.id = u.id AND o.company_id = h.company_id OFFSET 0) AS v
      WHERE u.id >= v_first_day::bigint << 37
        AND NOT EXISTS (
          SELECT FROM deliveries x
          WHERE x.hook_id = p_hook_id AND x.resource_id = v.resource_id AND x.event_id = v.id
            AND x.id >= v.id >> 37 << 37 AND x.id < ((v.id >> 37) + 1) << 37)
      ORDER BY u.place
    ) AS e
    RETURNING id, event_id, company_id
  ), queued AS (
    INSERT INTO queue (hook_id, delivery_id, event_id, due_at, is_recovery)
    SELECT p_hook_id, m.id, m.event_id, gancho.spread(v_now, p_within, u.place, cardinality(p_event_ids)), true
    FROM made m JOIN unnest(p_event_ids) WITH ORDINALITY AS u (id, place) ON u.id = m.event_id
  ), counted AS (
    INSERT INTO delivery_counts AS c (company_id, hook_id, day, queued)
    SELECT m.company_id, p_hook_id, (m.id >> 37)::integer, count(*) FROM made m GROUP BY 1, 2, 3
    ON CONFLICT (hook_id, day) DO UPDATE SET queued = c.queued + excluded.queued
  )
  SELECT m.id FROM made m;
  PERFORM gancho.reschedule(ARRAY[p_hook_id]);
END
$$;

GRANT EXECUTE ON FUNCTION gancho.deliver_missing(bigint, bigint[], interval) TO gancho_tenant;
