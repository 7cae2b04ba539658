-- Finds due deliveries of hooks: a share of each hook, p_limit of the first p_quick hooks, p_slow of the others, and
-- together up to p_bytes of events but at least one. Tests come on top. The caller holds the hooks' locks. The head of
-- a queue comes from the index in its order, so no queue is sorted.
CREATE OR REPLACE FUNCTION gancho.pick_due(
  p_hooks bigint[], p_shares integer[], p_quick integer, p_limit integer, p_slow integer, p_bytes bigint, p_now timestamptz
) RETURNS TABLE (
  hooks bigint[], deliveries bigint[], delays double precision[], dues timestamptz[], tests boolean[], ctids tid[]
)
LANGUAGE plpgsql SET search_path = gancho, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH slots AS MATERIALIZED (
    SELECT u.ord, hq.hook_id, hq.is_enabled, hq.has_tests, hq.is_in_order, hq.is_discarding, hq.discard_through, hq.head_due_at, hq.head_id,
      hq.max_per_second,
      u.ord > p_quick AS is_slow, greatest(hq.rate_tat, p_now) AS tat,
      CASE
        WHEN NOT hq.is_enabled THEN 0
        WHEN hq.is_in_order THEN least((hq.in_flight = 0)::integer, u.share)
        WHEN hq.circuit_opened_at IS NOT NULL THEN least((hq.in_flight = 0 AND hq.probe_at <= p_now)::integer, u.share)
        WHEN hq.max_per_second IS NOT NULL THEN least(
          hq.max_in_flight - hq.in_flight, u.share,
          ceil(greatest(0, extract(epoch FROM p_now + interval '250 milliseconds' /* RATE_LEAD_MS */ - greatest(hq.rate_tat, p_now)) * hq.max_per_second))::integer)
        ELSE least(hq.max_in_flight - hq.in_flight, u.share)
      END AS free
    FROM unnest(p_hooks, p_shares) WITH ORDINALITY AS u (hook_id, share, ord)
    CROSS JOIN LATERAL (SELECT o.* FROM hook_queue o WHERE o.hook_id = u.hook_id OFFSET 0) AS hq
  ), picked AS (
    SELECT s.ord, s.is_slow, s.hook_id, p.delivery_id, p.event_id, p.due_at, p.ctid, true AS is_test, NULL::real AS max_per_second, s.tat
    FROM slots s CROSS JOIN LATERAL (
      SELECT q.delivery_id, q.event_id, q.due_at, q.ctid FROM queue q WHERE q.hook_id = s.hook_id AND q.is_test AND q.worker IS NULL LIMIT 10
    ) AS p WHERE s.is_enabled AND s.has_tests
    UNION ALL
    SELECT s.ord, s.is_slow, s.hook_id, p.delivery_id, p.event_id, p.due_at, p.ctid, false, s.max_per_second, s.tat
    FROM slots s CROSS JOIN LATERAL (
      SELECT q.delivery_id, q.event_id, q.due_at, q.ctid FROM queue q
      WHERE q.hook_id = s.hook_id AND q.worker IS NULL AND (q.due_at, q.delivery_id) >= (s.head_due_at, s.head_id)
        AND q.due_at <= p_now AND NOT q.is_test
      ORDER BY q.due_at, q.delivery_id LIMIT s.free
    ) AS p WHERE s.free > 0 AND NOT s.is_in_order AND NOT s.is_discarding
    UNION ALL
    SELECT s.ord, s.is_slow, s.hook_id, p.delivery_id, p.event_id, p.due_at, p.ctid, false, s.max_per_second, s.tat
    FROM slots s CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT q.delivery_id, q.event_id, q.due_at, q.worker, q.ctid FROM queue q
        WHERE q.hook_id = s.hook_id AND q.delivery_id > s.discard_through AND NOT q.is_test
          AND (s.is_in_order OR (q.worker IS NULL AND q.due_at <= p_now))
        ORDER BY q.delivery_id LIMIT s.free
      ) AS head WHERE head.worker IS NULL AND head.due_at <= p_now
    ) AS p WHERE s.free > 0 AND (s.is_in_order OR s.is_discarding)
  ), sized AS (
    -- The limits cut off the end of a hook's deliveries, never one in the middle.
    SELECT p.*, coalesce(sum(e.size_bytes) OVER (
      ORDER BY p.is_slow, p.ord, p.due_at, p.delivery_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes_before
    FROM (
      (SELECT * FROM picked k WHERE NOT k.is_slow ORDER BY k.ord, k.due_at, k.delivery_id LIMIT p_limit)
      UNION ALL
      (SELECT * FROM picked k WHERE k.is_slow ORDER BY k.ord, k.due_at, k.delivery_id LIMIT greatest(p_slow, 10))
    ) AS p
    CROSS JOIN LATERAL (SELECT v.size_bytes FROM events v WHERE v.id = p.event_id OFFSET 0) AS e
  ), limited AS (
    SELECT s.*, row_number() OVER (PARTITION BY s.hook_id ORDER BY s.delivery_id) AS k FROM sized s WHERE s.bytes_before < p_bytes
  )
  SELECT array_agg(l.hook_id), array_agg(l.delivery_id),
    array_agg(CASE WHEN l.max_per_second IS NULL THEN 0
      ELSE 1000 * (extract(epoch FROM l.tat - p_now) + (l.k - 1) / l.max_per_second) END),
    array_agg(l.due_at), array_agg(l.is_test), array_agg(l.ctid)
  FROM limited l;
END
$$;
