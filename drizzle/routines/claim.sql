-- Leases due deliveries to a worker: up to p_limit of p_hooks quick hooks and, in addition, up to p_slow of slow,
-- failing or unknown hooks. It skips the companies in p_quick_full and p_slow_full, which already have their share of
-- the worker's slots, and hooks whose timeout is longer than p_timeout_max seconds. The last row is the receipt.
CREATE OR REPLACE FUNCTION gancho.claim(
  p_worker integer, p_limit integer, p_slow integer, p_bytes bigint, p_hooks integer, p_timeout_max integer,
  p_quick_full bigint[], p_slow_full bigint[]
) RETURNS SETOF gancho.claimed
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := clock_timestamp();
  v_quick bigint[];
  v_slow bigint[];
  v_quick_shares integer[];
  v_slow_shares integer[];
  v_tested bigint[];
  v_looked_at bigint[];
  v_receipt gancho.claimed;
BEGIN
  UPDATE workers w SET heartbeat_at = v_now WHERE w.id = p_worker AND w.heartbeat_at < v_now - interval '2 seconds' /* BEAT_SECONDS */;

  SELECT t.hook_ids, t.shares INTO v_quick, v_quick_shares
  FROM gancho.take_hooks(true, p_limit, p_hooks, p_quick_full, p_timeout_max, v_now) AS t;
  IF p_slow > 0 THEN
    SELECT t.hook_ids, t.shares INTO v_slow, v_slow_shares
    FROM gancho.take_hooks(false, p_slow, greatest(p_hooks, p_slow), p_slow_full, p_timeout_max, v_now) AS t;
  END IF;
  v_looked_at := v_quick || v_slow;
  -- A test needs no slot, because a person waits for it.
  SELECT array_agg(r.hook_id) INTO v_tested FROM (
    SELECT hq.hook_id FROM hook_queue hq
    WHERE hq.has_tests AND hq.next_at <= v_now AND hq.timeout_seconds <= p_timeout_max
      AND hq.hook_id <> ALL (coalesce(v_looked_at, '{}'))
    LIMIT 10 FOR NO KEY UPDATE SKIP LOCKED
  ) AS r;
  v_looked_at := v_looked_at || v_tested;
  IF v_looked_at IS NULL THEN
    v_receipt.has_more := false;
    RETURN NEXT v_receipt;
    RETURN;
  END IF;

  RETURN QUERY SELECT * FROM gancho.lease(
    p_worker, v_looked_at, v_quick_shares || v_slow_shares || array_fill(0, ARRAY[coalesce(cardinality(v_tested), 0)]),
    coalesce(cardinality(v_quick), 0), p_limit, p_slow, p_bytes, v_now);
END
$$;
