-- Fans out events and, for companies that published little, leases the new deliveries at once: up to p_limit of quick
-- hooks and up to p_slow of the others. These deliveries do not wait for a claim that runs for other companies. The
-- parameters are those of dispatch and claim. The receipt contains the counts of dispatch.
CREATE OR REPLACE FUNCTION gancho.dispatch_and_claim(
  p_events integer, p_deliveries integer, p_from integer, p_to integer,
  p_worker integer, p_limit integer, p_slow integer, p_bytes bigint, p_timeout_max integer,
  p_quick_full bigint[], p_slow_full bigint[]
) RETURNS SETOF gancho.claimed
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  v_commit text := current_setting('synchronous_commit');
  v_batch record;
  v_now timestamptz;
  v_quick bigint[];
  v_slow bigint[];
  v_quick_shares integer[];
  v_slow_shares integer[];
  v_row gancho.claimed;
BEGIN
  SELECT * INTO v_batch FROM gancho.dispatch(p_events, p_deliveries, p_from, p_to);
  v_now := clock_timestamp();
  SELECT array_agg(f.hook_id ORDER BY f.of_company) FILTER (WHERE f.is_quick), array_agg(f.n ORDER BY f.of_company) FILTER (WHERE f.is_quick),
    array_agg(f.hook_id ORDER BY f.of_company) FILTER (WHERE NOT f.is_quick), array_agg(f.n ORDER BY f.of_company) FILTER (WHERE NOT f.is_quick)
  INTO v_quick, v_quick_shares, v_slow, v_slow_shares
  FROM (
    SELECT u.hook_id, u.n, hq.company_id, hq.is_quick, hq.next_at, hq.timeout_seconds, sum(u.n) OVER (PARTITION BY hq.company_id) AS of_company
    FROM (SELECT d.hook_id, count(*)::integer AS n FROM unnest(v_batch.hook_ids) AS d (hook_id) GROUP BY 1) AS u
    CROSS JOIN LATERAL (
      SELECT o.company_id, o.is_quick, o.next_at, o.timeout_seconds FROM hook_queue o WHERE o.hook_id = u.hook_id OFFSET 0
    ) AS hq
  ) AS f
  WHERE f.of_company <= p_limit AND f.next_at <= v_now AND f.timeout_seconds <= p_timeout_max
    AND f.company_id <> ALL (CASE WHEN f.is_quick THEN p_quick_full ELSE p_slow_full END);

  v_row.has_more := false;
  IF coalesce(v_quick, v_slow) IS NOT NULL THEN
    -- A lease must be on the disk before the request leaves. A fan-out need not.
    PERFORM set_config('synchronous_commit', v_commit, true);
    FOR v_row IN SELECT * FROM gancho.lease(
      p_worker, v_quick || v_slow, v_quick_shares || v_slow_shares, coalesce(cardinality(v_quick), 0), p_limit, p_slow, p_bytes, v_now
    ) LOOP
      EXIT WHEN v_row.delivery_id IS NULL;
      RETURN NEXT v_row;
    END LOOP;
  END IF;
  v_row.dispatched := json_build_object(
    'event_count', v_batch.event_count, 'delivery_count', v_batch.delivery_count, 'company_count', v_batch.company_count,
    'has_more', v_batch.has_more);
  RETURN NEXT v_row;
END
$$;
