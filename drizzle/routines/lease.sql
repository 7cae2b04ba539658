-- Leases due deliveries of the hooks p_looked_at to a worker: a share of each hook, up to p_limit of the first p_quick
-- hooks, up to p_slow of the others, and together up to p_bytes of events but at least one. The caller holds the hooks'
-- locks. The attempt counts here, before the request leaves, so no two requests have the same number. The last row is
-- the receipt.
CREATE OR REPLACE FUNCTION gancho.lease(
  p_worker integer, p_looked_at bigint[], p_shares integer[], p_quick integer, p_limit integer, p_slow integer, p_bytes bigint,
  p_now timestamptz
) RETURNS SETOF gancho.claimed
LANGUAGE plpgsql SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  v_due record;
  v_low bigint;
  v_high bigint;
  v_receipt gancho.claimed;
BEGIN
  -- A new statement has a snapshot from after the locks, so it sees the present slots and queue rows.
  SELECT * INTO v_due FROM gancho.pick_due(p_looked_at, p_shares, p_quick, p_limit, p_slow, p_bytes, p_now);

  IF v_due.hooks IS NOT NULL THEN
    -- An event lies in the day of its deliveries. With these bounds Postgres prunes the other partitions.
    SELECT min(u.id) >> 37 << 37, ((max(u.id) >> 37) + 1) << 37 INTO v_low, v_high FROM unnest(v_due.deliveries) AS u (id);
    RETURN QUERY
    WITH leased AS (
      UPDATE queue q SET worker = p_worker, attempt = q.attempt + 1, attempt_started_at = p_now,
        first_attempt_at = coalesce(q.first_attempt_at, p_now),
        due_at = p_now + make_interval(secs => hq.timeout_seconds + 20 /* LEASE_MARGIN_SECONDS */)
      FROM unnest(v_due.hooks, v_due.ctids, v_due.delays) AS u (hook_id, ctid, delay_ms)
      CROSS JOIN LATERAL (
        SELECT o.config_version, o.timeout_seconds, o.retry_window_seconds, o.is_in_order, o.is_quick,
          CASE WHEN o.circuit_opened_at IS NOT NULL AND NOT o.is_in_order THEN o.probe_step END AS probe_step
        FROM hook_queue o WHERE o.hook_id = u.hook_id OFFSET 0
      ) AS hq
      WHERE q.ctid = u.ctid
      RETURNING q.hook_id, q.delivery_id, q.event_id, q.attempt, q.first_attempt_at, q.payload_at, q.is_recovery, u.delay_ms, hq.config_version,
        hq.timeout_seconds, hq.retry_window_seconds, hq.is_in_order, q.is_test, hq.is_quick, hq.probe_step
    )
    SELECT l.hook_id, l.delivery_id, l.attempt, 1000 * extract(epoch FROM l.first_attempt_at)::double precision, l.delay_ms,
      l.config_version, l.timeout_seconds, l.retry_window_seconds, l.is_in_order, l.is_test, NOT l.is_quick,
      CASE WHEN NOT l.is_test THEN l.probe_step END, 1000 * extract(epoch FROM p_now)::double precision,
      e.id, e.company_id, e.project_id, e.ulid, e.resource_name, e.resource_id, e.event_type, e.user_id,
      to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.metadata::text, e.related_resources::text, e.data::text,
      e.size_bytes, e.hops, 1000 * extract(epoch FROM coalesce(l.payload_at, l.first_attempt_at))::double precision,
      NULL::boolean, NULL::json, NULL::json, l.is_recovery AND NOT l.is_in_order
    FROM leased l
    CROSS JOIN LATERAL (SELECT * FROM events v WHERE v.id = l.event_id AND v.id BETWEEN v_low AND v_high OFFSET 0) AS e;
  END IF;
  v_receipt.has_more := gancho.note_taken(p_looked_at, v_due.hooks, v_due.deliveries, v_due.dues, v_due.tests, p_now);
  RETURN NEXT v_receipt;
END
$$;
