-- The parts of jobs that have work now: something to send to a hook that takes it, or deliveries whose end is to be
-- counted. Companies take turns, and in each those that have waited longest come first.
CREATE OR REPLACE FUNCTION gancho.open_redeliveries(p_limit integer) RETURNS TABLE (redelivery_id bigint, hook_id bigint, company_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  SELECT o.redelivery_id, o.hook_id, o.company_id FROM (
    SELECT p.*, row_number() OVER (PARTITION BY p.company_id ORDER BY p.fed_at NULLS FIRST) AS turn
    FROM redeliveries r JOIN redelivery_hooks p ON p.redelivery_id = r.id
    JOIN hook_queue h ON h.hook_id = p.hook_id JOIN hooks k ON k.id = p.hook_id
    WHERE r.ended_at IS NULL AND (p.open_ids <> '{}' OR (NOT p.is_read AND r.state = 'running' AND (
      k.deleted_at IS NOT NULL OR gancho.takes_redelivery(h.is_enabled, h.is_discarding, h.circuit_opened_at))))
  ) AS o
  ORDER BY o.turn, o.fed_at NULLS FIRST LIMIT p_limit
$$;
