-- What a POST with an Idempotency-Key was answered, for a day: the same request again gets the same
-- answer and does nothing. Answers can hold a signing secret, so they are sealed.
CREATE TABLE gancho.idempotent_requests (
  company_id bigint NOT NULL REFERENCES gancho.companies ON DELETE CASCADE,
  api_client_id bigint NOT NULL REFERENCES gancho.api_clients ON DELETE CASCADE,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  -- Of method, address and body: another request under the same key is refused.
  fingerprint text NOT NULL,
  -- Both null while the first request is being answered.
  status smallint,
  body_sealed text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (company_id, api_client_id, key)
);
-- "Older than a day", for the purge; and the reference, for the end of a client.
CREATE INDEX idempotent_requests_age ON gancho.idempotent_requests (created_at);
CREATE INDEX idempotent_requests_client ON gancho.idempotent_requests (api_client_id);

ALTER TABLE gancho.idempotent_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE gancho.idempotent_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON gancho.idempotent_requests TO gancho_tenant
  USING (company_id = (SELECT gancho.current_company())) WITH CHECK (company_id = (SELECT gancho.current_company()));
CREATE POLICY engine ON gancho.idempotent_requests TO gancho_engine USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON gancho.idempotent_requests TO gancho_tenant, gancho_engine;
