-- Ends the jobs that have nothing left to send and no open delivery. Returns them with their figures.
CREATE OR REPLACE FUNCTION gancho.finish_redeliveries() RETURNS TABLE (
  redelivery_id bigint, company_id bigint, sent bigint, delivered bigint, failed bigint
)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  WITH ended AS (
    UPDATE redeliveries r SET ended_at = clock_timestamp(), state = CASE WHEN r.state = 'cancelled' THEN r.state ELSE 'finished' END
    WHERE r.ended_at IS NULL AND r.state <> 'paused' AND NOT EXISTS (
      SELECT FROM redelivery_hooks p WHERE p.redelivery_id = r.id AND (p.open_ids <> '{}' OR (NOT p.is_read AND r.state = 'running')))
    RETURNING r.id, r.company_id
  )
  SELECT e.id, e.company_id, sum(p.sent), sum(p.delivered), sum(p.failed)
  FROM ended e JOIN redelivery_hooks p ON p.redelivery_id = e.id GROUP BY 1, 2
$$;
