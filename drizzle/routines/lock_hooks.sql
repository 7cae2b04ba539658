-- Locks hooks in the order of their ids.
CREATE OR REPLACE FUNCTION gancho.lock_hooks(p_hook_ids bigint[]) RETURNS void
LANGUAGE sql VOLATILE SET search_path = gancho, pg_temp
AS $$
  SELECT count(*) FROM (
    SELECT FROM hook_queue WHERE hook_id = ANY (p_hook_ids) ORDER BY hook_id FOR NO KEY UPDATE
  ) AS locked
$$;
