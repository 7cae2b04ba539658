-- Fans out up to p_events pending events to every hook with a matching trigger, up to about p_deliveries deliveries. It
-- takes only companies with p_from to p_to pending events. A lock per company gives deliveries their ids in the order
-- of the events, which is the order of an in-order hook. has_more ignores companies that another dispatcher has locked.
CREATE OR REPLACE FUNCTION gancho.dispatch(p_events integer, p_deliveries integer, p_from integer DEFAULT 0, p_to integer DEFAULT 2147483647)
RETURNS TABLE (
  event_count integer, delivery_count integer, company_count integer, has_more boolean,
  -- The hook of each new delivery.
  hook_ids bigint[]
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
DECLARE
  v_companies bigint[];
  v_has_others boolean;
  v_events bigint[];
  v_deliveries bigint[];
  v_hooks bigint[];
  v_delivery_events bigint[];
  v_distinct_hooks bigint[];
  v_low bigint;
  v_high bigint;
  v_now timestamptz;
BEGIN
  -- Does not wait for the disk. A worker commits its claim before it sends a delivery, and that commit also flushes
  -- this one. If a crash undoes the fan-out, the events are pending again.
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT l.companies, l.has_others INTO v_companies, v_has_others FROM gancho.lock_pending_companies(100, p_from, p_to) AS l;
  IF v_companies = '{}' THEN
    RETURN QUERY SELECT 0, 0, 0, v_has_others, NULL::bigint[];
    RETURN;
  END IF;
  v_events := gancho.take_pending(v_companies, p_events, p_deliveries);
  IF v_events IS NULL THEN
    RETURN QUERY SELECT 0, 0, 0, v_has_others, NULL::bigint[];
    RETURN;
  END IF;

  -- The events are in the order of their ids.
  v_low := v_events[1];
  v_high := v_events[cardinality(v_events)];
  v_now := clock_timestamp();
  WITH made AS (
    INSERT INTO deliveries (id, company_id, hook_id, event_id, project_id, resource_name, resource_id, event_type, created_at)
    SELECT (m.event_id >> 37 << 37) | nextval('gancho.delivery_sequence'),
           m.company_id, m.hook_id, m.event_id, m.project_id, m.resource_name, m.resource_id, m.event_type, v_now
    FROM (
      SELECT e.id AS event_id, e.company_id, t.hook_id, e.project_id, e.resource_name, e.resource_id, e.event_type
      FROM unnest(v_events) AS v (id)
      CROSS JOIN LATERAL (SELECT o.* FROM events o WHERE o.id = v.id AND o.id BETWEEN v_low AND v_high OFFSET 0) AS e
      -- A separate subquery, so that no plan scans all hooks of a company to find the few with this trigger.
      CROSS JOIN LATERAL (
        SELECT p.* FROM triggers p
        WHERE p.company_id = e.company_id AND p.project_id = e.project_id
          AND p.resource_name = e.resource_name AND p.event_type = e.event_type
        UNION ALL
        SELECT c.* FROM triggers c
        WHERE c.company_id = e.company_id AND c.project_id IS NULL
          AND c.resource_name = e.resource_name AND c.event_type = e.event_type
        OFFSET 0
      ) AS t
      CROSS JOIN LATERAL (
        SELECT h.company_id, h.project_id, h.all_projects FROM hooks h WHERE h.id = t.hook_id AND h.deleted_at IS NULL OFFSET 0
      ) AS h
      WHERE h.company_id = e.company_id AND h.project_id IS NOT DISTINCT FROM t.project_id
        AND t.created_at <= e.recorded_at AND (t.deleted_at IS NULL OR e.recorded_at < t.deleted_at)
        AND gancho.reaches(h.project_id, h.all_projects, e.project_id, e.resource_level)
      ORDER BY e.id, t.hook_id
    ) AS m
    ON CONFLICT DO NOTHING
    RETURNING id, hook_id, event_id
  )
  SELECT array_agg(m.id), array_agg(m.hook_id), array_agg(m.event_id), array_agg(DISTINCT m.hook_id)
  INTO v_deliveries, v_hooks, v_delivery_events, v_distinct_hooks FROM made m;

  IF v_deliveries IS NOT NULL THEN
    -- This update locks the hooks: the index scan takes them in the order of their ids. It reads nothing but the row
    -- itself, so it sees what an earlier writer has committed. New deliveries come last, so one of them can be the head
    -- of an in-order queue only if that is empty.
    UPDATE hook_queue h SET
      head_id = CASE WHEN v_now < h.head_due_at THEN 0 ELSE h.head_id END,
      head_due_at = CASE WHEN h.is_in_order AND h.head_due_at < 'infinity' THEN h.head_due_at ELSE least(h.head_due_at, v_now) END,
      next_at = least(h.next_at, gancho.next_look(
        h.is_enabled, h.has_tests, h.in_flight, h.max_in_flight, h.is_in_order,
        CASE WHEN h.is_in_order AND h.head_due_at < 'infinity' THEN h.head_due_at ELSE least(h.head_due_at, v_now) END,
        h.probe_at, h.rate_tat))
    WHERE h.hook_id = ANY (v_distinct_hooks);
    -- The counts come after the lock. The other order deadlocks with record, which holds the lock and writes the
    -- counts.
    INSERT INTO delivery_counts AS c (company_id, hook_id, day, queued)
    SELECT h.company_id, u.hook_id, (u.delivery_id >> 37)::integer, count(*)
    FROM unnest(v_hooks, v_deliveries) AS u (hook_id, delivery_id)
    CROSS JOIN LATERAL (SELECT hq.company_id FROM hook_queue hq WHERE hq.hook_id = u.hook_id OFFSET 0) AS h
    GROUP BY 1, 2, 3
    ON CONFLICT (hook_id, day) DO UPDATE SET queued = c.queued + excluded.queued;
    INSERT INTO queue (hook_id, delivery_id, event_id, due_at)
    SELECT u.hook_id, u.delivery_id, u.event_id, v_now
    FROM unnest(v_hooks, v_deliveries, v_delivery_events) AS u (hook_id, delivery_id, event_id);
  END IF;

  RETURN QUERY SELECT cardinality(v_events), coalesce(cardinality(v_deliveries), 0), cardinality(v_companies),
    v_has_others OR cardinality(v_companies) = 100
      OR EXISTS (SELECT FROM pending_events p WHERE p.company_id = ANY (v_companies)), v_hooks;
END
$$;
