-- Disables hooks whose receivers answered 410, unless their settings have changed since. A part of gancho.record.
CREATE OR REPLACE FUNCTION gancho.disable_gone(p_hooks gancho.hook_result[], p_now timestamptz) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  WITH gone AS (
    UPDATE hooks h SET status = 'disabled', disabled_reason = 'gone', disabled_at = p_now, config_version = h.config_version + 1, updated_at = p_now
    FROM unnest(p_hooks) AS s
    WHERE s.is_gone AND h.id = s.hook_id AND h.config_version = s.config_version AND h.status = 'active' AND h.deleted_at IS NULL
    RETURNING h.id, h.company_id, h.project_id, h.config_version
  ), synced AS (
    UPDATE hook_queue hq SET config_version = g.config_version FROM gone g WHERE hq.hook_id = g.id
  )
  INSERT INTO audit_log (company_id, project_id, actor_kind, action, subject_id, details)
  SELECT g.company_id, g.project_id, 'engine', 'hook.disable', g.id::text, '{"reason":"gone"}' FROM gone g;
END
$$;
