-- Locks one hook's queue before the caller writes the hook's settings. Every writer takes this lock first, because
-- record holds it when it disables a hook. A caller that stays idle loses the lock and its transaction.
CREATE OR REPLACE FUNCTION gancho.lock_hook(p_hook_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
BEGIN
  PERFORM set_config('idle_in_transaction_session_timeout', '5s', true);
  PERFORM FROM hook_queue h WHERE h.hook_id = p_hook_id
    AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company()) FOR NO KEY UPDATE;
END
$$;

GRANT EXECUTE ON FUNCTION gancho.lock_hook(bigint) TO gancho_tenant;
