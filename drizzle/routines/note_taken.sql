-- Writes to the rows of the hooks in p_looked_at how much was leased and when each needs the next claim. Returns
-- whether one of them needs it now.
CREATE OR REPLACE FUNCTION gancho.note_taken(
  p_looked_at bigint[], p_hooks bigint[], p_deliveries bigint[], p_dues timestamptz[], p_tests boolean[], p_now timestamptz
) RETURNS boolean
LANGUAGE plpgsql SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_has_more boolean;
BEGIN
  WITH noted AS (
    UPDATE hook_queue h SET in_flight = n.in_flight, rate_tat = n.rate_tat, head_due_at = n.head_due_at, head_id = n.head_id,
      has_tests = n.has_tests, next_at = gancho.next_look(
        h.is_enabled, n.has_tests, n.in_flight, h.max_in_flight, h.is_in_order, n.head_due_at, h.probe_at, n.rate_tat)
    FROM (
      -- One row for each hook, also without a lease.
      SELECT t.hook_id, count(t.due_at)::integer AS taken, max(t.due_at) AS last_due_at,
        (array_agg(t.delivery_id ORDER BY t.due_at DESC NULLS LAST, t.delivery_id DESC))[1] AS last_id
      FROM (
        SELECT u.hook_id, u.delivery_id, u.due_at
        FROM unnest(p_hooks, p_deliveries, p_dues, p_tests) AS u (hook_id, delivery_id, due_at, is_test) WHERE NOT u.is_test
        UNION ALL
        SELECT r.hook_id, NULL, NULL FROM unnest(p_looked_at) AS r (hook_id)
      ) AS t GROUP BY t.hook_id OFFSET 0
    ) AS u
    CROSS JOIN LATERAL (
      SELECT o.ctid, o.in_flight + u.taken AS in_flight,
        CASE WHEN o.max_per_second IS NULL THEN NULL WHEN u.taken = 0 THEN o.rate_tat
          ELSE greatest(o.rate_tat, p_now) + make_interval(secs => u.taken / o.max_per_second) END AS rate_tat,
        coalesce(head.due_at, 'infinity') AS head_due_at, coalesce(head.delivery_id, 0) AS head_id,
        o.has_tests AND EXISTS (SELECT FROM queue q WHERE q.hook_id = u.hook_id AND q.is_test AND q.worker IS NULL) AS has_tests
      FROM hook_queue o
      LEFT JOIN LATERAL (
        SELECT gancho.head_by_id(o.hook_id, o.is_in_order, o.discard_through) AS due_at, 0::bigint AS delivery_id
        WHERE o.is_in_order OR o.is_discarding
        UNION ALL
        (SELECT q.due_at, q.delivery_id FROM queue q
        WHERE NOT o.is_in_order AND NOT o.is_discarding AND q.hook_id = u.hook_id AND q.worker IS NULL AND NOT q.is_test
          -- After the last leased delivery.
          AND (q.due_at, q.delivery_id) >= (coalesce(u.last_due_at, o.head_due_at), coalesce(u.last_id + 1, o.head_id))
        ORDER BY q.due_at, q.delivery_id LIMIT 1)
      ) AS head ON true
      WHERE o.hook_id = u.hook_id OFFSET 0
    ) AS n
    WHERE h.ctid = n.ctid
    RETURNING h.next_at
  )
  SELECT coalesce(bool_or(n.next_at <= clock_timestamp()), false) INTO v_has_more FROM noted n;
  RETURN v_has_more;
END
$$;
