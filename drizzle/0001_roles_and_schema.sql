-- The schema and its two roles.
--
-- gancho_tenant  one company at a time: row-level security compares each row's company with the
--                setting gancho.company_id of the transaction.
-- gancho_engine  cross-tenant work (publish, dispatch, claim, record, sweep, purge, sign-in look-ups).
--
-- Neither may log in nor bypass row security; the login of DATABASE_URL becomes a member of both and
-- takes one of them inside each transaction. Roles belong to the whole server, so another database of
-- ours may have made them already.
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['gancho_tenant', 'gancho_engine'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- another database of the same server was migrated at this moment
      END;
    END IF;
    -- From 16 on, whoever creates a role may hand it out but not take it, until it grants it to itself.
    IF NOT pg_has_role(current_user, role_name, CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', role_name);
    END IF;
  END LOOP;
END
$$;

GRANT USAGE ON SCHEMA gancho TO gancho_tenant, gancho_engine;
GRANT CREATE ON SCHEMA gancho TO gancho_engine;

-- The company of the running transaction; null (and so no row) when none is set.
CREATE FUNCTION gancho.current_company() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('gancho.company_id', true), '')::bigint $$;
REVOKE ALL ON FUNCTION gancho.current_company() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gancho.current_company() TO CURRENT_USER, gancho_engine, gancho_tenant;
