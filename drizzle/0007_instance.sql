-- What there is once in an installation: one row, written at the first start.
CREATE TABLE gancho.instance (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  -- Derived from the secret key, which can't be got back from it: a start with another key is noticed.
  key_check text NOT NULL,
  -- The first admin, who gets the Admin role in every company that an operator creates.
  admin_user_id bigint REFERENCES gancho.users ON DELETE SET NULL,
  -- Set once: the sample company is never made a second time, removed or not.
  sample_made_at timestamptz,
  -- When the first admin went through the set-up, which is done once.
  set_up_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE gancho.instance ENABLE ROW LEVEL SECURITY;
ALTER TABLE gancho.instance FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON gancho.instance TO gancho_engine USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON gancho.instance TO gancho_engine;
