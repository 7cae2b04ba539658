-- Events, deliveries and attempts: the history. Partitioned by the day on which the event was
-- received, which is the upper part of every id (id = day << 37 | sequence), so that the three expire
-- together and the id alone tells the partition.
CREATE SEQUENCE gancho.event_sequence AS bigint MAXVALUE 137438953471 CYCLE CACHE 1;
CREATE SEQUENCE gancho.delivery_sequence AS bigint MAXVALUE 137438953471 CYCLE CACHE 1;

CREATE TABLE gancho.events (
  id bigint NOT NULL,
  company_id bigint NOT NULL,
  project_id bigint,
  ulid text NOT NULL CHECK (length(ulid) = 26),
  resource_name text NOT NULL,
  resource_level text NOT NULL CHECK (resource_level IN ('company', 'project')),
  resource_id text NOT NULL,
  event_type text NOT NULL,
  user_id text,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  -- json, not jsonb: what the source wrote is kept and sent with its own key order.
  metadata json,
  related_resources json,
  data json,
  api_client_id bigint,
  -- About what it takes in a sender's memory: claims are bounded by it.
  size_bytes integer NOT NULL DEFAULT 500,
  -- How many deliveries led to it, one after the other: what its publisher passed on of webhook-hops.
  hops smallint NOT NULL DEFAULT 0 CHECK (hops >= 0),
  PRIMARY KEY (id)
) PARTITION BY RANGE (id);

CREATE TABLE gancho.deliveries (
  id bigint NOT NULL,
  company_id bigint NOT NULL,
  hook_id bigint NOT NULL,
  event_id bigint NOT NULL,
  project_id bigint,
  resource_name text NOT NULL,
  resource_id text NOT NULL,
  event_type text NOT NULL,
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'retrying', 'delivered', 'failed', 'discarded')),
  -- Why the status is what it is: a code and parameters, put into words by the reader.
  reason jsonb,
  attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  response_status smallint,
  created_at timestamptz NOT NULL,
  first_attempt_at timestamptz,
  last_attempt_at timestamptz,
  next_attempt_at timestamptz,
  finished_at timestamptz,
  -- Asked for by someone who tries the hook: sent once, and of no effect on health and statistics.
  is_test boolean NOT NULL DEFAULT false,
  CHECK ((status IN ('delivered', 'failed', 'discarded')) = (finished_at IS NOT NULL)),
  -- A hook's deliveries by time. No index has the id alone: to show a quiet hook's newest, it would be gone through
  -- past all that busier hooks have had since.
  PRIMARY KEY (hook_id, id)
) PARTITION BY RANGE (id);
-- "What happened to resource 4711?"
CREATE INDEX deliveries_resource ON gancho.deliveries (hook_id, resource_id, id);

CREATE TABLE gancho.attempts (
  delivery_id bigint NOT NULL,
  n integer NOT NULL CHECK (n > 0),
  company_id bigint NOT NULL,
  hook_id bigint NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('success', 'failure', 'gone', 'blocked', 'unknown')),
  error jsonb,
  response_status smallint,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  -- Milliseconds of each phase (dns, connect, tls, first_byte, total); absent where a socket was reused.
  -- json, not jsonb: written once and read as a whole; to parse them costs more than to write the row.
  timing json NOT NULL DEFAULT '{}',
  remote_address text,
  request_headers json,
  response_headers json,
  response_body bytea CHECK (octet_length(response_body) <= 16384),
  is_response_truncated boolean NOT NULL DEFAULT false,
  CHECK ((outcome = 'unknown') = (finished_at IS NULL)),
  PRIMARY KEY (delivery_id, n)
) PARTITION BY RANGE (delivery_id);
-- A hook's deliveries that did not simply succeed at the first attempt, for a search by what was answered
-- or by the number of attempts. Here and not on deliveries: these rows are written once, whereas there an
-- index on what each delivery updates would cost every update its place on the same page. What succeeds at
-- once, which is nearly all, is not in it.
CREATE INDEX attempts_telling ON gancho.attempts (hook_id, delivery_id, n, response_status)
  WHERE n > 1 OR outcome <> 'success';

-- What discard_chunk has discarded, mostly without an attempt: with attempts_telling, where to look for what failed, was
-- discarded or is to be retried. Like that index, written once: what was sent again since is still here.
CREATE TABLE gancho.discards (
  hook_id bigint NOT NULL,
  delivery_id bigint NOT NULL,
  company_id bigint NOT NULL,
  PRIMARY KEY (hook_id, delivery_id)
) PARTITION BY RANGE (delivery_id);

-- What publish remembers of idempotency keys: apart from the events, since a unique index can't span
-- the partitions of several days.
CREATE TABLE gancho.idempotency_keys (
  company_id bigint NOT NULL,
  key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  event_id bigint NOT NULL,
  PRIMARY KEY (company_id, key)
);
CREATE INDEX idempotency_keys_event ON gancho.idempotency_keys (event_id);

-- Events that dispatch has not seen, one row for up to a hundred that a company published together. Short-lived; the
-- history's rows are never touched again. Whatever was published after another event was committed has higher ids than
-- all that was committed with that, so the order of the first ids is the order of events.
CREATE TABLE gancho.pending_events (
  first_event_id bigint PRIMARY KEY,
  company_id bigint NOT NULL,
  event_ids bigint[] NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX pending_events_company ON gancho.pending_events (company_id, first_event_id);

-- Deliveries by hook, day and status: exact totals without counting rows.
CREATE TABLE gancho.delivery_counts (
  company_id bigint NOT NULL,
  hook_id bigint NOT NULL,
  day integer NOT NULL,
  queued integer NOT NULL DEFAULT 0,
  retrying integer NOT NULL DEFAULT 0,
  delivered integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  discarded integer NOT NULL DEFAULT 0,
  PRIMARY KEY (hook_id, day)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
-- "How many wait in all of a company's queues?"
CREATE INDEX delivery_counts_company ON gancho.delivery_counts (company_id);

-- What happened to a hook in one hour (of UTC, counted from 1970), test deliveries left out: the figures of
-- its charts, at the cost of one row a batch of results. Attempts count in the hour in which they left,
-- all but successes as failures, those of unknown outcome too until it is known; deliveries in the hour in
-- which they ended. latency counts by duration; src/domain/latency.ts says where its buckets lie. Written
-- by record, release and discard_chunk under the hook's lock.
CREATE TABLE gancho.hook_hours (
  company_id bigint NOT NULL,
  hook_id bigint NOT NULL,
  hour integer NOT NULL,
  successes integer NOT NULL DEFAULT 0 CHECK (successes >= 0),
  failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
  delivered integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  discarded integer NOT NULL DEFAULT 0,
  latency integer[] NOT NULL DEFAULT array_fill(0, ARRAY[48 /* LATENCY_BUCKETS */]) CHECK (cardinality(latency) = 48 /* LATENCY_BUCKETS */),
  PRIMARY KEY (hook_id, hour)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
