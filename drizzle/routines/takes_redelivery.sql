-- Whether a job may add deliveries to the queue of a hook in this state.
CREATE OR REPLACE FUNCTION gancho.takes_redelivery(p_is_enabled boolean, p_is_discarding boolean, p_circuit_opened_at timestamptz)
RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$ SELECT p_is_enabled AND NOT p_is_discarding AND p_circuit_opened_at IS NULL $$;

GRANT EXECUTE ON FUNCTION gancho.takes_redelivery(boolean, boolean, timestamptz) TO gancho_tenant;
