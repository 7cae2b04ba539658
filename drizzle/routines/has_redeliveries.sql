-- Whether a redelivery job has not ended. A paused one counts while its deliveries are open. Apart from gancho.outlook, because a released routine keeps its columns.
CREATE OR REPLACE FUNCTION gancho.has_redeliveries() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$ 
  SELECT EXISTS (
    SELECT FROM redeliveries r WHERE r.ended_at IS NULL AND (r.state <> 'paused'
      OR EXISTS (SELECT FROM redelivery_hooks p WHERE p.redelivery_id = r.id AND p.open_ids <> '{}')))
 $$;
