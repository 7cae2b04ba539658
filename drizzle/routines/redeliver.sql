-- Returns a finished delivery to its hook's queue. Returns the status that it had; null: the company has no such
-- delivery.
CREATE OR REPLACE FUNCTION gancho.redeliver(p_hook_id bigint, p_delivery_id bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_open text;
BEGIN
  PERFORM gancho.lock_hook(p_hook_id);
  SELECT d.status INTO v_open FROM deliveries d
  WHERE d.hook_id = p_hook_id AND d.id = p_delivery_id AND d.finished_at IS NULL
    AND (gancho.current_company() IS NULL OR d.company_id = gancho.current_company());
  RETURN coalesce(v_open, (SELECT r.was FROM gancho.requeue(p_hook_id, ARRAY[p_delivery_id]) AS r));
END
$$;

GRANT EXECUTE ON FUNCTION gancho.redeliver(bigint, bigint) TO gancho_tenant;
