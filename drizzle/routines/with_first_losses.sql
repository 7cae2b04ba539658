-- Adds hooks that have just lost their first event to the changes of gancho.record, unless they are there with another
-- change.
CREATE OR REPLACE FUNCTION gancho.with_first_losses(p_changes json, p_hook_ids bigint[]) RETURNS json
LANGUAGE sql STABLE
AS $$
  SELECT json_agg(c.change) FROM (
    SELECT e AS change FROM json_array_elements(p_changes) AS e
    UNION ALL
    SELECT json_build_object('hook_id', h.hook_id, 'company_id', h.company_id, 'change', 'first_lost', 'pause_seconds', NULL, 'lost', NULL)
    FROM hook_queue h
    WHERE h.hook_id = ANY (p_hook_ids)
      AND NOT EXISTS (SELECT FROM json_array_elements(p_changes) AS e WHERE (e ->> 'hook_id')::bigint = h.hook_id)
  ) AS c
$$;
