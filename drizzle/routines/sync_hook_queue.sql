-- Copies a hook's settings to its queue row. A tenant can do this for hooks of its own company only.
CREATE OR REPLACE FUNCTION gancho.sync_hook_queue(p_hook_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
BEGIN
  -- When a hook is enabled, both clocks start at zero: the time in which it was disabled does not count.
  UPDATE hook_queue q SET failing_since = NULL, failure_streak = 0, circuit_opened_at = NULL,
    is_quick = gancho.answers_quickly(NULL, q.answer_ms), probe_at = NULL, probe_step = 0
  FROM hooks h WHERE q.hook_id = p_hook_id AND NOT q.is_enabled AND h.id = q.hook_id AND h.status = 'active'
    AND h.deleted_at IS NULL AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company());
  INSERT INTO hook_queue (
    hook_id, company_id, is_enabled, is_in_order, max_in_flight, max_per_second, timeout_seconds,
    retry_window_seconds, config_version
  )
  SELECT h.id, h.company_id, h.status = 'active' AND h.deleted_at IS NULL, h.delivery_mode = 'in_order', h.max_in_flight,
    h.max_per_second, h.timeout_seconds, h.retry_window_seconds, h.config_version
  FROM hooks h WHERE h.id = p_hook_id AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company())
  ON CONFLICT (hook_id) DO UPDATE SET
    is_enabled = excluded.is_enabled, is_in_order = excluded.is_in_order, max_in_flight = excluded.max_in_flight,
    max_per_second = excluded.max_per_second, timeout_seconds = excluded.timeout_seconds,
    retry_window_seconds = excluded.retry_window_seconds, config_version = excluded.config_version;
  PERFORM gancho.reschedule(ARRAY[p_hook_id]);
END
$$;

GRANT EXECUTE ON FUNCTION gancho.sync_hook_queue(bigint) TO gancho_tenant;
