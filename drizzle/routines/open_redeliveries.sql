-- The parts of jobs that have work: something to send, or deliveries whose end is to be counted. Those that have waited
-- longest come first.
CREATE OR REPLACE FUNCTION gancho.open_redeliveries(p_limit integer) RETURNS TABLE (redelivery_id bigint, hook_id bigint, company_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  SELECT p.redelivery_id, p.hook_id, p.company_id FROM redeliveries r JOIN redelivery_hooks p ON p.redelivery_id = r.id
  WHERE r.ended_at IS NULL AND (p.open_ids <> '{}' OR (NOT p.is_read AND r.state = 'running'))
  ORDER BY p.fed_at NULLS FIRST LIMIT p_limit
$$;
