-- Computes a hook's next state from the results of a batch. It starts from the locked row, so several workers can
-- record results of one hook in any order.
--
-- A success that ends after the circuit opened closes it, and failures before that success no longer count. Five
-- failures in a row open the circuit. Only a failed probe (p_probe_step) raises the pause, once for each step. An
-- in-order hook has no circuit, because only its head is attempted. The routine ignores attempts with older settings
-- (p_config_version).
CREATE OR REPLACE FUNCTION gancho.hook_after(
  p_hook gancho.hook_queue, p_now timestamptz, p_config_version integer, p_success_at timestamptz,
  p_failures integer, p_failed_since timestamptz, p_failures_after integer, p_failed_since_after timestamptz,
  p_failed_at timestamptz, p_is_retried boolean, p_probe_step integer, p_asked_seconds integer,
  OUT failing_since timestamptz, OUT failure_streak integer, OUT circuit_opened_at timestamptz, OUT probe_step integer,
  OUT probe_at timestamptz, OUT is_window_over boolean, OUT change text
)
LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  has_succeeded boolean := p_success_at IS NOT NULL AND (p_hook.circuit_opened_at IS NULL OR p_success_at >= p_hook.circuit_opened_at);
BEGIN
  failing_since := p_hook.failing_since;
  failure_streak := p_hook.failure_streak;
  circuit_opened_at := p_hook.circuit_opened_at;
  probe_step := p_hook.probe_step;
  probe_at := p_hook.probe_at;
  is_window_over := false;
  IF p_config_version <> p_hook.config_version THEN
    -- A success proves the endpoint, also with the settings before.
    IF has_succeeded AND p_success_at >= p_hook.incident_at AND p_hook.failing_since IS NULL THEN
      change := 'recovered';
    END IF;
    RETURN;
  END IF;
  IF has_succeeded THEN
    failure_streak := p_failures_after;
    failing_since := p_failed_since_after;
    circuit_opened_at := NULL;
    probe_step := 0;
    probe_at := NULL;
  ELSE
    failure_streak := failure_streak + p_failures;
    failing_since := coalesce(failing_since, p_failed_since);
  END IF;

  is_window_over := p_is_retried AND p_now - failing_since >= make_interval(secs => p_hook.retry_window_seconds);
  IF is_window_over THEN
    -- The next event starts with a closed circuit.
    failing_since := NULL;
    failure_streak := 0;
    circuit_opened_at := NULL;
    probe_step := 0;
    probe_at := NULL;
  ELSIF p_is_retried AND NOT p_hook.is_in_order THEN
    IF circuit_opened_at IS NULL AND failure_streak >= 5 /* FAILURES_TO_OPEN */ THEN
      circuit_opened_at := p_failed_at;
      probe_step := 1;
      probe_at := p_now + make_interval(secs => gancho.probe_pause(probe_step, p_asked_seconds));
    ELSIF circuit_opened_at IS NOT NULL AND p_probe_step = probe_step THEN
      probe_step := probe_step + 1;
      probe_at := p_now + make_interval(secs => gancho.probe_pause(probe_step, p_asked_seconds));
    END IF;
  END IF;
  change := CASE
    WHEN is_window_over THEN 'lost'
    WHEN p_hook.circuit_opened_at IS NULL AND circuit_opened_at IS NOT NULL THEN 'opened'
    WHEN p_hook.circuit_opened_at IS NOT NULL AND circuit_opened_at IS NULL THEN 'closed'
    WHEN p_hook.is_in_order AND p_hook.failure_streak < 5 /* FAILURES_TO_OPEN */ AND failure_streak >= 5 /* FAILURES_TO_OPEN */
      THEN 'failing'
    WHEN has_succeeded AND p_hook.incident_at IS NOT NULL THEN 'recovered'
  END;
END
$$;
