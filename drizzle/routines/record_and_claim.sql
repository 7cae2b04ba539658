-- Records results and claims into the slots that they free, in one commit. The receipt contains the result of
-- gancho.record.
CREATE OR REPLACE FUNCTION gancho.record_and_claim(
  p_worker integer, p_results json, p_attempted json,
  p_limit integer, p_slow integer, p_bytes bigint, p_hooks integer, p_timeout_max integer,
  p_quick_full bigint[], p_slow_full bigint[]
) RETURNS SETOF gancho.claimed
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_changes json;
  v_row gancho.claimed;
BEGIN
  v_changes := gancho.record(p_worker, p_results, p_attempted);
  FOR v_row IN SELECT * FROM gancho.claim(p_worker, p_limit, p_slow, p_bytes, p_hooks, p_timeout_max, p_quick_full, p_slow_full) LOOP
    IF v_row.delivery_id IS NULL THEN
      v_row.changes := v_changes;
    END IF;
    RETURN NEXT v_row;
  END LOOP;
END
$$;
