-- Dismisses up to p_limit of a hook's lost deliveries, so that they no longer count as lost. They stay in the history.
-- Returns how many; fewer than p_limit: none is left.
CREATE OR REPLACE FUNCTION gancho.dismiss_lost(p_hook_id bigint, p_limit integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_count integer;
BEGIN
  PERFORM gancho.lock_hook(p_hook_id);
  WITH chunk AS (
    UPDATE discards x SET is_lost = false
    FROM (
      SELECT l.delivery_id FROM discards l WHERE l.hook_id = p_hook_id AND l.is_lost
        AND (gancho.current_company() IS NULL OR l.company_id = gancho.current_company())
      ORDER BY l.delivery_id LIMIT p_limit
    ) AS l
    WHERE x.hook_id = p_hook_id AND x.delivery_id = l.delivery_id
    RETURNING x.delivery_id
  ), counted AS (
    UPDATE delivery_counts c SET lost = c.lost - x.n
    FROM (SELECT (d.delivery_id >> 37)::integer AS day, count(*) AS n FROM chunk d GROUP BY 1) AS x
    WHERE c.hook_id = p_hook_id AND c.day = x.day
  )
  SELECT count(*) INTO v_count FROM chunk;
  -- A notification names the end of a window together with lost events, so the last of them ends it. A queue that is
  -- being discarded brings more.
  UPDATE hook_queue h SET window_ended_at = NULL
  WHERE h.hook_id = p_hook_id AND NOT h.is_discarding
    AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company())
    AND NOT EXISTS (SELECT FROM discards x WHERE x.hook_id = p_hook_id AND x.is_lost);
  RETURN v_count;
END
$$;

GRANT EXECUTE ON FUNCTION gancho.dismiss_lost(bigint, integer) TO gancho_tenant;
