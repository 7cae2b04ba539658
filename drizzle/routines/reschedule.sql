-- Finds the heads of hooks' queues and sets when each hook needs the next claim. The caller holds the hooks' locks.
CREATE OR REPLACE FUNCTION gancho.reschedule(p_hook_ids bigint[]) RETURNS void
LANGUAGE sql VOLATILE SET search_path = gancho, pg_temp
AS $$
  UPDATE hook_queue h
  SET head_due_at = head.due_at, head_id = 0, has_tests = head.has_tests, next_at = gancho.next_look(
    h.is_enabled, head.has_tests, h.in_flight, h.max_in_flight, h.is_in_order, head.due_at, h.probe_at, h.rate_tat)
  FROM unnest(p_hook_ids) AS u (hook_id)
  -- OFFSET 0, here and elsewhere: Postgres computes the subquery once.
  CROSS JOIN LATERAL (
    SELECT coalesce(CASE
      WHEN o.is_in_order OR o.is_discarding THEN gancho.head_by_id(o.hook_id, o.is_in_order, o.discard_through)
      ELSE (
        SELECT q.due_at FROM queue q
        WHERE q.hook_id = u.hook_id AND q.worker IS NULL AND NOT q.is_test
        ORDER BY q.due_at LIMIT 1)
    END, 'infinity') AS due_at,
      EXISTS (SELECT FROM queue q WHERE q.hook_id = u.hook_id AND q.is_test AND q.worker IS NULL) AS has_tests
    FROM hook_queue o WHERE o.hook_id = u.hook_id OFFSET 0
  ) AS head
  WHERE h.hook_id = u.hook_id
$$;
