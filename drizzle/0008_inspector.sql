-- The request inspector: addresses of our own that hooks of the sample company deliver to.
CREATE TABLE gancho.inspectors (
  id text PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9_-]{16,64}$'),
  company_id bigint NOT NULL REFERENCES gancho.companies ON DELETE CASCADE,
  -- Whose signing secrets verify what arrives; null verifies nothing.
  hook_id bigint REFERENCES gancho.hooks ON DELETE SET NULL,
  -- What it answers, and after how long.
  status smallint NOT NULL DEFAULT 200 CHECK (status BETWEEN 200 AND 599),
  delay_ms integer NOT NULL DEFAULT 0 CHECK (delay_ms BETWEEN 0 AND 35000),
  -- How many of the next requests are refused before it answers as it is set to.
  fail_next integer NOT NULL DEFAULT 0 CHECK (fail_next BETWEEN 0 AND 1000),
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX inspectors_company ON gancho.inspectors (company_id);
CREATE INDEX inspectors_hook ON gancho.inspectors (hook_id);

-- The last requests of each inspector. delivery_id is known of requests whose signature is that of the
-- hook; no foreign key, since history expires by itself.
CREATE TABLE gancho.inspector_requests (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  inspector_id text NOT NULL REFERENCES gancho.inspectors ON DELETE CASCADE,
  company_id bigint NOT NULL,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  method text NOT NULL,
  headers json NOT NULL,
  body text NOT NULL CHECK (octet_length(body) <= 65536),
  body_bytes integer NOT NULL,
  verdict jsonb NOT NULL,
  delivery_id bigint,
  answered_status smallint NOT NULL
);
-- "The latest of this inspector", and the end of those to keep.
CREATE INDEX inspector_requests_latest ON gancho.inspector_requests (inspector_id, id DESC);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['inspectors', 'inspector_requests'] LOOP
    EXECUTE format('ALTER TABLE gancho.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE gancho.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON gancho.%I TO gancho_tenant USING (company_id = (SELECT gancho.current_company())) WITH CHECK (company_id = (SELECT gancho.current_company()))', t);
    EXECUTE format('CREATE POLICY engine ON gancho.%I TO gancho_engine USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON gancho.%I TO gancho_engine', t);
  END LOOP;
END
$$;
GRANT SELECT, UPDATE ON gancho.inspectors TO gancho_tenant;
GRANT SELECT, DELETE ON gancho.inspector_requests TO gancho_tenant;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA gancho TO gancho_engine;
