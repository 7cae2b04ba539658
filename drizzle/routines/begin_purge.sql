-- Moves the beginning of the history and returns the first day that is kept; gancho.expired_partitions lists what the
-- purge then drops. A purge that would drop more days than have passed since the last one, plus two, needs
-- p_is_confirmed: without it the routine moves nothing, notes the refusal among the engine's troubles, and returns
-- null.
CREATE OR REPLACE FUNCTION gancho.begin_purge(p_retention_days integer, p_is_confirmed boolean) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_plan record;
  v_first_day integer;
BEGIN
  -- A redelivery and another purge hold this row.
  PERFORM FROM history_horizon FOR UPDATE;
  SELECT * INTO v_plan FROM plan_purge(p_retention_days);
  IF NOT v_plan.is_usual AND NOT p_is_confirmed THEN
    INSERT INTO engine_troubles AS t (source, code, params)
    VALUES ('purge', 'purge_refused', jsonb_build_object('days', cardinality(v_plan.days), 'oldest_day', date_of(v_plan.days[1])))
    ON CONFLICT (source, code) DO UPDATE SET params = excluded.params, seen_at = excluded.seen_at;
    RETURN NULL;
  END IF;
  DELETE FROM engine_troubles WHERE code = 'purge_refused';
  UPDATE history_horizon h SET first_day = greatest(h.first_day, v_plan.target_day), purged_on = v_plan.today
  RETURNING least(h.first_day, v_plan.target_day) INTO v_first_day;
  RETURN v_first_day;
END
$$;
