-- What people are told of: one row for each person and change, so that each reads their own.
CREATE TABLE gancho.notifications (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id bigint NOT NULL,
  user_id bigint NOT NULL REFERENCES gancho.users ON DELETE CASCADE,
  hook_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('failing', 'recovered', 'gone', 'window_ended')),
  -- The change itself: the same one, told twice, is told once.
  change_key text NOT NULL,
  -- Why, where there is a reason: a code and parameters, put into words by the reader.
  reason jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  read_at timestamptz,
  mailed_at timestamptz,
  FOREIGN KEY (company_id, hook_id) REFERENCES gancho.hooks (company_id, id) ON DELETE CASCADE,
  UNIQUE (user_id, hook_id, kind, change_key)
);
-- A person's latest; and how many are unread.
CREATE INDEX notifications_latest ON gancho.notifications (user_id, id DESC);
CREATE INDEX notifications_unread ON gancho.notifications (user_id) WHERE read_at IS NULL;
CREATE INDEX notifications_hook ON gancho.notifications (company_id, hook_id, id DESC);
CREATE INDEX notifications_expiry ON gancho.notifications (created_at);

ALTER TABLE gancho.notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE gancho.notifications FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON gancho.notifications TO gancho_tenant
  USING (company_id = (SELECT gancho.current_company())) WITH CHECK (company_id = (SELECT gancho.current_company()));
CREATE POLICY engine ON gancho.notifications TO gancho_engine USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON gancho.notifications TO gancho_engine;
GRANT SELECT, INSERT ON gancho.notifications TO gancho_tenant;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA gancho TO gancho_engine, gancho_tenant;
