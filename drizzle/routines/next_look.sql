-- Computes when a hook in this state needs the next claim. Infinity: not before its state changes. The result is never
-- in the past, because claims serve hooks in its order and a long queue must wait its turn. Without SET, so that
-- Postgres inlines it.
CREATE OR REPLACE FUNCTION gancho.next_look(
  p_is_enabled boolean, p_has_test boolean, p_in_flight integer, p_max_in_flight integer, p_is_single boolean,
  p_head_due_at timestamptz, p_probe_at timestamptz, p_rate_tat timestamptz
) RETURNS timestamptz
LANGUAGE sql VOLATILE
AS $$
  SELECT CASE
    WHEN NOT p_is_enabled THEN 'infinity'::timestamptz
    WHEN p_has_test THEN clock_timestamp()
    WHEN p_in_flight >= CASE WHEN p_is_single OR p_probe_at IS NOT NULL THEN 1 ELSE p_max_in_flight END THEN 'infinity'::timestamptz
    ELSE greatest(p_head_due_at, clock_timestamp(), p_probe_at, p_rate_tat - interval '250 milliseconds' /* RATE_LEAD_MS */)
  END
$$;
