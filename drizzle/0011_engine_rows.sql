-- The row types of the engine's routines. A later migration adds a column at the end, by ALTER TYPE ... ADD ATTRIBUTE.

-- A claimed delivery with its event. The last row of a claim is its receipt: it has no delivery, but has_more and the outcome
-- of a record or dispatch in the same call.
CREATE TYPE gancho.claimed AS (
  hook_id bigint, delivery_id bigint, attempt integer, first_attempt_ms double precision, delay_ms double precision,
  config_version integer, timeout_seconds integer, retry_window_seconds integer, is_in_order boolean, is_test boolean,
  is_slow boolean,
  -- Set if the attempt probes an open circuit: the step of the pause that it ends.
  probe_step integer,
  now_ms double precision, event_id bigint, company_id bigint, project_id bigint, ulid text, resource_name text,
  resource_id text, event_type text, user_id text, occurred_at text, metadata text, related_resources text, data text,
  size_bytes integer, hops smallint, payload_ms double precision,
  -- In the receipt: one of the hooks has more due deliveries.
  has_more boolean,
  -- In the receipt: the hooks whose health has changed, as gancho.record returns them.
  changes json,
  -- In the receipt: the counts of gancho.dispatch.
  dispatched json
);

-- The result of one attempt. Its columns are the keys of ResultRow in src/server/services/delivery/result-rows.ts.
CREATE TYPE gancho.attempt_result AS (
  hook_id bigint, delivery_id bigint, company_id bigint, n integer, outcome text,
  -- The delivery's new status, its reason, and when the next attempt is due.
  status text, reason jsonb, due_ms double precision,
  error jsonb, response_status integer, started_ms double precision, finished_ms double precision, timing json,
  remote_address text, request_headers json, response_headers json, response_body_base64 text,
  is_response_truncated boolean, is_test boolean,
  -- The index into hook_hours.latency; null: the attempt has no latency.
  latency_bucket integer
);

-- The summary of a batch of results for one hook. Its columns are the keys of HookRow in the same file.
CREATE TYPE gancho.hook_result AS (
  hook_id bigint, config_version integer,
  -- The time of the last success; the number of failures and the time of the first one, for the whole batch and then for the
  -- part after that success.
  success_ms double precision, failures integer, failed_since_ms double precision,
  failures_after integer, failed_since_after_ms double precision, failed_ms double precision,
  is_retried boolean, probe_step integer, asked_seconds integer, last_error jsonb,
  -- The moving average of answer times becomes (average or, without one, answer_first) * answer_kept + answer_added.
  answer_first real, answer_kept real, answer_added real,
  is_gone boolean
);
