-- A redelivery is a job that sends many deliveries again. The engine adds them to the queues in small portions, so that
-- live events keep their turn.
CREATE TABLE gancho.redeliveries (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  company_id bigint NOT NULL REFERENCES gancho.companies ON DELETE CASCADE,
  -- Null: the company, with the hooks of all its projects unless hook_id names one.
  project_id bigint REFERENCES gancho.projects ON DELETE CASCADE,
  -- Null: every hook of the project or company.
  hook_id bigint REFERENCES gancho.hooks ON DELETE CASCADE,
  -- Which deliveries: the type RedeliveryChoice in src/contracts/redeliveries.ts.
  choice json NOT NULL,
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'paused', 'cancelled', 'finished')),
  -- The name of the person or client; null for the operator.
  created_by text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- When the last of its deliveries had ended.
  ended_at timestamptz,
  CHECK (state = 'cancelled' OR (state = 'finished') = (ended_at IS NOT NULL))
);
CREATE INDEX redeliveries_company ON gancho.redeliveries (company_id, id);
CREATE INDEX redeliveries_open ON gancho.redeliveries (id) WHERE ended_at IS NULL;

-- The part of a job for one hook.
CREATE TABLE gancho.redelivery_hooks (
  redelivery_id bigint NOT NULL REFERENCES gancho.redeliveries ON DELETE CASCADE,
  hook_id bigint NOT NULL REFERENCES gancho.hooks ON DELETE CASCADE,
  company_id bigint NOT NULL,
  -- How many deliveries matched when the job began.
  matched integer NOT NULL,
  -- The job has looked at everything up to this id: of deliveries, or of events when it searches for missing ones.
  after_id bigint NOT NULL DEFAULT 0,
  is_read boolean NOT NULL DEFAULT false,
  sent integer NOT NULL DEFAULT 0,
  delivered integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  -- The deliveries in the queue.
  open_ids bigint[] NOT NULL DEFAULT '{}',
  fed_at timestamptz,
  PRIMARY KEY (redelivery_id, hook_id)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX redelivery_hooks_hook ON gancho.redelivery_hooks (hook_id);

DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['redeliveries', 'redelivery_hooks'] LOOP
    EXECUTE format('ALTER TABLE gancho.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE gancho.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON gancho.%I TO gancho_tenant USING (company_id = (SELECT gancho.current_company())) WITH CHECK (company_id = (SELECT gancho.current_company()))', t);
    EXECUTE format('CREATE POLICY engine ON gancho.%I TO gancho_engine USING (true) WITH CHECK (true)', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON gancho.%I TO gancho_engine', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON gancho.%I TO gancho_tenant', t);
  END LOOP;
END
$$;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA gancho TO gancho_engine, gancho_tenant;

-- When it was last sent again, by the database's clock, so that no two jobs send it twice.
ALTER TABLE gancho.deliveries ADD COLUMN redelivered_at timestamptz;
-- A failed attempt says nothing about the hook, because the event may be the cause.
ALTER TABLE gancho.queue ADD COLUMN is_recovery boolean NOT NULL DEFAULT false;
ALTER TYPE gancho.claimed ADD ATTRIBUTE is_recovery boolean;

-- A company's events by time, however many others have.
CREATE INDEX events_company ON gancho.events (company_id, id);

-- An event of a test belongs to one hook, so no other hook misses it.
ALTER TABLE gancho.events ADD COLUMN is_test boolean NOT NULL DEFAULT false;
UPDATE gancho.events e SET is_test = true
FROM gancho.hooks h JOIN gancho.deliveries d ON d.hook_id = h.id AND d.resource_id = '12345678' AND d.is_test
WHERE e.id = d.event_id;
