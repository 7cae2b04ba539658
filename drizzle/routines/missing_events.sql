-- Lists the events that a hook's present triggers select and that it had not got at p_at: without a delivery, or with one
-- that had failed or been discarded by then. It reads up to p_scan events of the company after p_after, in the order of
-- their ids, recorded before p_before. An event that waits for its fan-out ends the reading, because it is not missing yet.
-- The last row has no event, but the id up to which all was read, and whether nothing is left.
CREATE OR REPLACE FUNCTION gancho.missing_events(
  p_hook_id bigint, p_after bigint, p_since timestamptz, p_before timestamptz, p_at timestamptz, p_scan bigint
)
RETURNS TABLE (event_id bigint, delivery_id bigint, read_to bigint, is_all boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_hook hooks;
  -- An event lies in the day in which it was recorded.
  v_from bigint := greatest(p_after + 1, (SELECT t.first_day::bigint << 37 FROM history_horizon t), gancho.day_of(p_since)::bigint << 37);
  v_end bigint := (gancho.day_of(p_before) + 1)::bigint << 37;
  v_last bigint;
BEGIN
  SELECT * INTO v_hook FROM hooks h
  WHERE h.id = p_hook_id AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company());
  SELECT least(v_end, min(p.first_event_id)) INTO v_end FROM pending_events p WHERE p.company_id = v_hook.company_id;
  SELECT e.id INTO v_last FROM events e
  WHERE e.company_id = v_hook.company_id AND e.id >= v_from AND e.id < v_end ORDER BY e.id OFFSET p_scan - 1 LIMIT 1;
  v_last := coalesce(v_last, v_end - 1);

  RETURN QUERY
  SELECT e.id, d.id, NULL::bigint, NULL::boolean
  FROM events e
  LEFT JOIN LATERAL (
    -- The latest delivery of an event that was fanned out to the hook more than once decides.
    SELECT x.id, x.status, x.finished_at FROM deliveries x
    WHERE x.hook_id = p_hook_id AND x.resource_id = e.resource_id AND x.event_id = e.id
      AND x.id >= e.id >> 37 << 37 AND x.id < ((e.id >> 37) + 1) << 37
    ORDER BY x.id DESC LIMIT 1
  ) AS d ON true
  WHERE e.id BETWEEN v_from AND v_last AND e.company_id = v_hook.company_id AND NOT e.is_test
    AND e.recorded_at >= p_since AND e.recorded_at < p_before
    AND gancho.reaches(v_hook.project_id, v_hook.all_projects, e.project_id, e.resource_level)
    AND EXISTS (
      SELECT FROM triggers t WHERE t.hook_id = p_hook_id AND t.company_id = e.company_id AND t.deleted_at IS NULL
        AND t.resource_name = e.resource_name AND t.event_type = e.event_type)
    AND (d.id IS NULL OR (d.status IN ('failed', 'discarded') AND d.finished_at <= p_at))
  ORDER BY e.id;
  RETURN QUERY SELECT NULL::bigint, NULL::bigint, v_last, v_last >= ((gancho.day_of(p_before) + 1)::bigint << 37) - 1;
END
$$;

GRANT EXECUTE ON FUNCTION gancho.missing_events(bigint, bigint, timestamptz, timestamptz, timestamptz, bigint) TO gancho_tenant;
