-- Moves the beginning of the history, and says where to; what is dropped then is for gancho.expired_partitions to say.
-- Where more would go than the days that have passed since the last purge, and two, it must be confirmed: otherwise
-- nothing is moved, the refusal is among the engine's troubles, and the answer is null.
CREATE OR REPLACE FUNCTION gancho.begin_purge(p_retention_days integer, p_is_confirmed boolean) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_plan record;
  v_first_day integer;
BEGIN
  -- Waits for a redelivery and for another purge, which hold this row.
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
