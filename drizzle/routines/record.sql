-- Records results under the hooks' locks: attempts, statuses, queue rows, counts and the hooks' states. p_hooks is in
-- the order of the hooks' ids. A result of an attempt that is not the current one goes to record_late. Returns the
-- hooks whose health has changed: [{hook_id, company_id, change, pause_seconds, lost}] with a change of opened or closed
-- (the circuit), failing (in order), recovered, gone (410), lost (the queue) or first_lost (an event); null if there are none.
--
-- record and claim look rows up one by one (LATERAL, OFFSET 0) and write them by ctid, which does not change under the
-- hook's lock. A join by keys would scan the whole of each table for every row, if the table was empty when Postgres
-- made the plan.
CREATE OR REPLACE FUNCTION gancho.record(p_worker integer, p_results json, p_hooks json) RETURNS json
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_results attempt_result[] := ARRAY(SELECT r FROM json_populate_recordset(NULL::attempt_result, p_results) AS r);
  v_hooks hook_result[] := ARRAY(SELECT h FROM json_populate_recordset(NULL::hook_result, p_hooks) AS h);
  v_low bigint;
  v_high bigint;
  v_done record;
  v_slots integer[];
  v_ctids tid[];
  v_is_late boolean;
  v_changes json;
  v_first_lost bigint[];
BEGIN
  PERFORM FROM unnest(v_hooks) AS b
  CROSS JOIN LATERAL (SELECT FROM hook_queue hq WHERE hq.hook_id = b.hook_id FOR NO KEY UPDATE) AS h;

  SELECT min(u.delivery_id), max(u.delivery_id) INTO v_low, v_high FROM unnest(v_results) AS u;
  v_done := record_attempts(p_worker, v_results, v_hooks, v_low, v_high);
  v_slots := v_done.slots;
  v_ctids := v_done.ctids;
  v_is_late := coalesce(cardinality(v_done.places), 0) < cardinality(v_results);
  IF v_is_late THEN
    v_ctids := array_fill(NULL::tid, ARRAY[cardinality(v_results)]);
    FOR k IN 1 .. coalesce(cardinality(v_done.places), 0) LOOP
      v_ctids[v_done.places[k]] := v_done.ctids[k];
    END LOOP;
  END IF;
  PERFORM update_deliveries(v_low, v_high, v_ctids, v_results);
  IF v_is_late THEN
    SELECT array_agg(s.slots + coalesce(l.slots, 0) ORDER BY s.hook_id) INTO v_slots
    FROM ROWS FROM (unnest(v_done.slots), unnest(v_hooks)) AS s (slots)
    LEFT JOIN record_late(v_results) AS l ON l.hook_id = s.hook_id;
    PERFORM record_late_lost(v_results);
  END IF;
  IF EXISTS (SELECT FROM unnest(v_results) AS r WHERE r.status IN ('failed', 'discarded') AND NOT r.is_test) THEN
    v_first_lost := ARRAY(
      SELECT DISTINCT r.hook_id FROM unnest(v_results) AS r
      WHERE r.status IN ('failed', 'discarded') AND NOT r.is_test
        AND NOT EXISTS (SELECT FROM discards x WHERE x.hook_id = r.hook_id AND x.is_lost));
    PERFORM note_lost(array_agg(r.hook_id), array_agg(r.delivery_id), array_agg(r.company_id))
    FROM unnest(v_results) WITH ORDINALITY AS r
    WHERE r.status IN ('failed', 'discarded') AND NOT r.is_test AND r.ordinality = ANY (v_done.places);
  END IF;
  IF EXISTS (SELECT FROM unnest(v_results) AS r WHERE r.is_test AND r.outcome = 'success') THEN
    PERFORM note_test(v_results);
  END IF;
  v_changes := record_hooks(v_hooks, v_slots, v_done.returned, v_now);
  IF EXISTS (SELECT FROM unnest(v_hooks) AS h WHERE h.is_gone) THEN
    PERFORM disable_gone(v_hooks, v_now);
  END IF;
  IF v_first_lost IS NOT NULL THEN
    v_changes := with_first_losses(coalesce(v_changes, '[]'), v_first_lost);
  END IF;
  RETURN v_changes;
END
$$;
