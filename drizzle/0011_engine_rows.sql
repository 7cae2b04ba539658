-- Rows that the engine's routines hand over. A column that is added later comes last, by ALTER TYPE ... ADD ATTRIBUTE.

-- A claimed delivery with its event. The last row of a claim is its receipt: without a delivery, but with has_more and what
-- a record or a dispatch in the same call has done.
CREATE TYPE gancho.claimed AS (
  hook_id bigint, delivery_id bigint, attempt integer, first_attempt_ms double precision, delay_ms double precision,
  config_version integer, timeout_seconds integer, retry_window_seconds integer, is_in_order boolean, is_test boolean,
  is_slow boolean,
  -- Set if this is the attempt by which an open circuit is tried: the step of the pause that it ends.
  probe_step integer,
  now_ms double precision, event_id bigint, company_id bigint, project_id bigint, ulid text, resource_name text,
  resource_id text, event_type text, user_id text, occurred_at text, metadata text, related_resources text, data text,
  size_bytes integer, hops smallint, payload_ms double precision,
  -- Of the receipt: a hook that was looked at has more that is due now.
  has_more boolean,
  -- Of the receipt: hooks whose health the record has changed, as gancho.record returns them.
  changes json,
  -- Of the receipt: the counts that gancho.dispatch returns.
  dispatched json
);

-- The result of one attempt. Its columns are the keys of ResultRow in src/server/services/delivery/result-rows.ts.
CREATE TYPE gancho.attempt_result AS (
  hook_id bigint, delivery_id bigint, company_id bigint, n integer, outcome text,
  -- The status that the delivery gets and why; when it is due again.
  status text, reason jsonb, due_ms double precision,
  error jsonb, response_status integer, started_ms double precision, finished_ms double precision, timing json,
  remote_address text, request_headers json, response_headers json, response_body_base64 text,
  is_response_truncated boolean, is_test boolean,
  -- Of hook_hours.latency; null: it does not count.
  latency_bucket integer
);

-- What a batch of results says of one hook: the keys of HookRow in the same file.
CREATE TYPE gancho.hook_result AS (
  hook_id bigint, config_version integer,
  -- The last success, the failures of the batch and their first moment, and the same of those after the last success.
  success_ms double precision, failures integer, failed_since_ms double precision,
  failures_after integer, failed_since_after_ms double precision, failed_ms double precision,
  is_retried boolean, probe_step integer, asked_seconds integer, last_error jsonb,
  -- Of the moving average of answer times: its first value, by which factor it is kept, and what is added.
  answer_first real, answer_kept real, answer_added real,
  is_gone boolean
);
