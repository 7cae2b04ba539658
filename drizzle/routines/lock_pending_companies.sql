-- Locks up to p_max companies with p_from to p_to pending events against other dispatchers, starting at a random
-- company. It skips companies that another dispatcher has locked. has_others is true if there are companies with fewer
-- or more pending events, or companies that it did not visit because each visit takes time.
CREATE OR REPLACE FUNCTION gancho.lock_pending_companies(
  p_max integer, p_from integer, p_to integer, OUT companies bigint[], OUT has_others boolean
)
LANGUAGE plpgsql SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_first bigint;
  v_at bigint;
  v_visits integer := 0;
BEGIN
  companies := '{}';
  has_others := false;
  SELECT floor(random() * (max(p.company_id) + 1)) INTO v_first FROM pending_events p;
  FOR v_lap IN 1 .. 2 LOOP
    v_at := CASE v_lap WHEN 1 THEN v_first ELSE -1 END;
    LOOP
      SELECT p.company_id INTO v_at FROM pending_events p WHERE p.company_id > v_at ORDER BY p.company_id LIMIT 1;
      EXIT WHEN v_at IS NULL OR (v_lap = 2 AND v_at > v_first) OR cardinality(companies) >= p_max;
      v_visits := v_visits + 1;
      IF v_visits > 5 * p_max THEN
        has_others := true;
        RETURN;
      END IF;
      IF (p_from, p_to) <> (0, 2147483647) AND NOT (
        SELECT sum(cardinality(f.event_ids)) BETWEEN p_from AND p_to FROM (
          SELECT p.event_ids FROM pending_events p WHERE p.company_id = v_at ORDER BY p.first_event_id LIMIT 100
        ) AS f
      ) THEN
        has_others := true;
      ELSIF pg_try_advisory_xact_lock(7305088, hashint8(v_at)) THEN
        companies := companies || v_at;
      END IF;
    END LOOP;
  END LOOP;
END
$$;
