-- The live queue, apart from the history so that its cost never grows with it.

CREATE TABLE gancho.workers (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  started_at timestamptz NOT NULL DEFAULT now(),
  heartbeat_at timestamptz NOT NULL DEFAULT now(),
  -- When it was found silent with deliveries in its hands. A later heartbeat refutes it.
  suspected_at timestamptz
);

-- Whether a hook is served among the quick ones. Without SET, so that it is inlined.
CREATE FUNCTION gancho.answers_quickly(p_circuit_opened_at timestamptz, p_answer_ms real) RETURNS boolean
LANGUAGE sql IMMUTABLE
AS $$ SELECT p_circuit_opened_at IS NULL AND coalesce(p_answer_ms <= 1000 /* SLOW_AFTER_MS */, false) $$;
REVOKE ALL ON FUNCTION gancho.answers_quickly(timestamptz, real) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gancho.answers_quickly(timestamptz, real) TO CURRENT_USER, gancho_engine;

-- One row a hook: what the claim needs to know of it, and when it is next worth a look.
-- Its row lock is the lock of the hook's whole queue: every writer of gancho.queue holds it, and takes
-- several in the order of their ids.
CREATE TABLE gancho.hook_queue (
  hook_id bigint PRIMARY KEY REFERENCES gancho.hooks ON DELETE CASCADE,
  company_id bigint NOT NULL,
  is_enabled boolean NOT NULL DEFAULT true,
  is_in_order boolean NOT NULL DEFAULT false,
  max_in_flight integer NOT NULL DEFAULT 10,
  max_per_second real,
  timeout_seconds integer NOT NULL DEFAULT 5,
  retry_window_seconds integer NOT NULL DEFAULT 43200,
  config_version integer NOT NULL DEFAULT 1,
  in_flight integer NOT NULL DEFAULT 0 CHECK (in_flight >= 0),
  -- Nothing that waits is due before it, nor then with a lower id, tests aside. A bound, so that whoever looks
  -- for the head of the queue begins here and not among what has left it: an index keeps such entries until
  -- they are vacuumed. May be too early (the next claim finds out), never too late.
  head_due_at timestamptz NOT NULL DEFAULT 'infinity',
  head_id bigint NOT NULL DEFAULT 0,
  -- Tests wait.
  has_tests boolean NOT NULL DEFAULT false,
  next_at timestamptz NOT NULL DEFAULT 'infinity',
  -- The hook's clock: since when nothing has succeeded, and how many failures in a row that is.
  failing_since timestamptz,
  failure_streak integer NOT NULL DEFAULT 0,
  circuit_opened_at timestamptz,
  probe_step integer NOT NULL DEFAULT 0,
  probe_at timestamptz,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  last_error jsonb,
  -- How long its answers take, a moving average; null until one attempt has ended.
  answer_ms real,
  -- Answers within a second. The others share half of a worker's places, so that they can't take them all.
  -- Not a generated column: each update that leaves those alone of which it is made parses its expression anew for every
  -- row, which takes as long as the update.
  is_quick boolean NOT NULL DEFAULT false CHECK (is_quick = gancho.answers_quickly(circuit_opened_at, answer_ms)),
  -- Deliveries up to this id are discarded; their rows follow in chunks while is_discarding.
  discard_through bigint NOT NULL DEFAULT 0,
  discard_reason jsonb,
  is_discarding boolean NOT NULL DEFAULT false,
  -- The theoretical arrival time of the rate limit (GCRA).
  rate_tat timestamptz,
  -- The same for test deliveries.
  test_tat timestamptz,
  CHECK ((circuit_opened_at IS NULL) = (probe_at IS NULL)),
  CHECK ((failure_streak = 0) = (failing_since IS NULL))
) WITH (fillfactor = 40, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
CREATE INDEX hook_queue_ready ON gancho.hook_queue (is_quick, next_at) WHERE next_at < 'infinity';
-- Which companies have hooks that are ready, however many hooks one of them has.
CREATE INDEX hook_queue_companies ON gancho.hook_queue (is_quick, company_id, next_at) WHERE next_at < 'infinity';
CREATE INDEX hook_queue_tests ON gancho.hook_queue (hook_id) WHERE has_tests;
CREATE INDEX hook_queue_discarding ON gancho.hook_queue (hook_id) WHERE is_discarding;

-- Deliveries not finished yet. worker is null while one waits for due_at; while a worker holds it,
-- due_at is the end of its lease.
CREATE TABLE gancho.queue (
  hook_id bigint NOT NULL,
  delivery_id bigint NOT NULL,
  event_id bigint NOT NULL,
  due_at timestamptz NOT NULL,
  attempt integer NOT NULL DEFAULT 0,
  first_attempt_at timestamptz,
  attempt_started_at timestamptz,
  -- When it was sent first, before it was redelivered: its payload is made as then. Null: at first_attempt_at.
  payload_at timestamptz,
  worker integer,
  -- Tests stand beside the queue: they pass an open circuit, take no slot and hold up nothing.
  is_test boolean NOT NULL DEFAULT false,
  PRIMARY KEY (hook_id, delivery_id)
) WITH (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0,
  -- Its plans do not depend on what is in it, and its rows change three times each.
  autovacuum_analyze_threshold = 100000
);
CREATE INDEX queue_due ON gancho.queue (hook_id, due_at, delivery_id) WHERE worker IS NULL;
CREATE INDEX queue_test ON gancho.queue (hook_id) WHERE is_test;
CREATE INDEX queue_leased ON gancho.queue (worker, due_at) WHERE worker IS NOT NULL;

-- Written by every sweep, read by the health check: one row.
CREATE TABLE gancho.engine_heartbeat (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  engine text NOT NULL CHECK (engine IN ('embedded', 'inngest')),
  swept_at timestamptz NOT NULL,
  purged_at timestamptz
);

-- Where the history begins: one row. Days before first_day are dropped, each as soon as nothing of it is open any more;
-- nothing of them is opened again. purged_on is the day of the last purge, by which the next one knows how many days it
-- may take without being asked.
CREATE TABLE gancho.history_horizon (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  first_day integer NOT NULL DEFAULT 0,
  purged_on integer NOT NULL DEFAULT floor(extract(epoch FROM clock_timestamp()) / 86400)::integer
);
INSERT INTO gancho.history_horizon DEFAULT VALUES;

-- Why a worker does not send, or a purge does not drop, as long as that lasts: one row a process and cause. Written by
-- them, read by the health check and by doctor, which take a row that was not confirmed for two minutes for over.
CREATE TABLE gancho.engine_troubles (
  source text NOT NULL,
  code text NOT NULL,
  params jsonb NOT NULL DEFAULT '{}',
  since timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (source, code)
);

-- Updated by every health check, which so learns whether a write is possible: one row.
CREATE TABLE gancho.health_probe (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  probed_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 10);
INSERT INTO gancho.health_probe DEFAULT VALUES;
