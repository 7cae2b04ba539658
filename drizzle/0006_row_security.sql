-- The second lock: whatever a query forgets, a transaction of gancho_tenant sees and writes rows of its
-- own company only. FORCE makes the owner of the tables subject to it as well. A policy asks for the company
-- in a SELECT of its own, so that it is found out once for a query and not again for each row.

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY[
    'projects', 'memberships', 'api_clients', 'api_client_secrets', 'access_tokens', 'audit_log',
    'resources', 'hooks', 'hook_secrets', 'triggers', 'events', 'deliveries', 'attempts', 'discards',
    'idempotency_keys', 'delivery_counts', 'hook_hours', 'hook_queue'
  ] LOOP
    EXECUTE format('CREATE POLICY tenant ON gancho.%I TO gancho_tenant USING (company_id = (SELECT gancho.current_company())) WITH CHECK (company_id = (SELECT gancho.current_company()))', t);
  END LOOP;
  CREATE POLICY tenant ON gancho.companies TO gancho_tenant
    USING (id = (SELECT gancho.current_company())) WITH CHECK (id = (SELECT gancho.current_company()));
  -- People are shared between companies; a company sees those who belong to it.
  CREATE POLICY tenant ON gancho.users FOR SELECT TO gancho_tenant
    USING (EXISTS (SELECT FROM gancho.memberships m WHERE m.user_id = users.id AND m.company_id = (SELECT gancho.current_company())));

  FOREACH t IN ARRAY ARRAY[
    'companies', 'projects', 'users', 'memberships', 'sign_in_links', 'sessions', 'api_clients', 'api_client_secrets',
    'access_tokens', 'audit_log', 'resources', 'hooks', 'hook_secrets', 'triggers', 'events',
    'deliveries', 'attempts', 'discards', 'idempotency_keys', 'pending_events', 'delivery_counts', 'hook_hours', 'workers',
    'hook_queue', 'queue', 'engine_heartbeat', 'history_horizon', 'engine_troubles', 'health_probe'
  ] LOOP
    EXECUTE format('ALTER TABLE gancho.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE gancho.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY engine ON gancho.%I TO gancho_engine USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON gancho.%I TO gancho_engine', t);
  END LOOP;
END
$$;

GRANT SELECT, UPDATE (name) ON gancho.companies TO gancho_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE ON
  gancho.projects, gancho.memberships, gancho.api_clients, gancho.api_client_secrets, gancho.access_tokens,
  gancho.resources, gancho.hooks, gancho.hook_secrets, gancho.triggers TO gancho_tenant;
GRANT SELECT, INSERT ON gancho.audit_log TO gancho_tenant;
GRANT SELECT (id, email, name, disabled_at, created_at) ON gancho.users TO gancho_tenant;
-- History and queue are written by the engine alone; what an admin does to a queue goes through its functions.
GRANT SELECT ON gancho.events, gancho.deliveries, gancho.attempts, gancho.discards, gancho.idempotency_keys,
  gancho.delivery_counts, gancho.hook_hours, gancho.hook_queue TO gancho_tenant;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA gancho TO gancho_engine, gancho_tenant;
