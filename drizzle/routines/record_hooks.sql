-- Writes the clocks, circuits, answer times, freed slots and next claims of the hooks in a batch of results, and
-- returns the result of gancho.record. A part of that routine: it needs its settings and locks. It runs as a separate
-- statement, because its snapshot must see the queue as it is now.
CREATE OR REPLACE FUNCTION gancho.record_hooks(
  p_hooks gancho.hook_result[], p_slots integer[], p_returned timestamptz[], p_now timestamptz
) RETURNS json
LANGUAGE plpgsql
AS $$
DECLARE
  v_changes json;
BEGIN
  WITH noted AS (
    UPDATE hook_queue h SET
      in_flight = n.in_flight,
      failing_since = a.failing_since, failure_streak = a.failure_streak,
      incident_at = CASE
        WHEN a.change IN ('closed', 'recovered') THEN NULL
        WHEN a.change IS NOT NULL OR n.is_gone THEN coalesce(h.incident_at, h.failing_since, a.failing_since, p_now)
        ELSE h.incident_at
      END,
      window_ended_at = CASE WHEN a.is_window_over THEN p_now ELSE h.window_ended_at END,
      circuit_opened_at = a.circuit_opened_at, probe_step = a.probe_step, probe_at = a.probe_at,
      last_success_at = greatest(h.last_success_at, to_timestamp(s.success_ms / 1000)),
      last_failure_at = greatest(h.last_failure_at, to_timestamp(s.failed_ms / 1000)),
      last_error = coalesce(s.last_error, h.last_error),
      answer_ms = n.answer_ms, is_quick = gancho.answers_quickly(a.circuit_opened_at, n.answer_ms),
      is_enabled = h.is_enabled AND NOT n.is_gone,
      is_discarding = d.is_discarding, discard_through = d.discard_through,
      discard_reason = CASE WHEN a.is_window_over THEN '{"code":"hook_window_ended","params":{}}' ELSE h.discard_reason END,
      head_due_at = head.due_at, head_id = CASE WHEN head.due_at < h.head_due_at THEN 0 ELSE h.head_id END,
      next_at = gancho.next_look(
        h.is_enabled AND NOT n.is_gone, h.has_tests, n.in_flight, h.max_in_flight, h.is_in_order, head.due_at, a.probe_at, h.rate_tat)
    FROM ROWS FROM (unnest(p_slots), unnest(p_returned), unnest(p_hooks)) AS s (slots, returned_at)
    CROSS JOIN LATERAL (
      SELECT hq.ctid, hq AS hook, hq.* FROM hook_queue hq WHERE hq.hook_id = s.hook_id OFFSET 0
    ) AS o
    CROSS JOIN LATERAL (
      SELECT * FROM gancho.hook_after(
        o.hook, p_now, s.config_version, to_timestamp(s.success_ms / 1000), s.failures, to_timestamp(s.failed_since_ms / 1000),
        s.failures_after, to_timestamp(s.failed_since_after_ms / 1000), to_timestamp(s.failed_ms / 1000),
        s.is_retried, s.probe_step, s.asked_seconds)
      OFFSET 0
    ) AS a
    CROSS JOIN LATERAL (
      SELECT o.in_flight - s.slots AS in_flight,
        coalesce(o.answer_ms, s.answer_first) * s.answer_kept + s.answer_added AS answer_ms,
        s.is_gone AND s.config_version = o.config_version AS is_gone
      OFFSET 0
    ) AS n
    CROSS JOIN LATERAL (
      -- The hook's retry window has ended, so a mark discards all waiting deliveries.
      SELECT o.is_discarding OR a.is_window_over AS is_discarding,
        CASE WHEN a.is_window_over
          THEN greatest(o.discard_through, (SELECT max(q.delivery_id) FROM queue q WHERE q.hook_id = o.hook_id))
          ELSE o.discard_through END AS discard_through
      OFFSET 0
    ) AS d
    CROSS JOIN LATERAL (
      SELECT CASE WHEN o.is_in_order OR d.is_discarding
        THEN coalesce(gancho.head_by_id(o.hook_id, o.is_in_order, d.discard_through), 'infinity')
        ELSE least(o.head_due_at, s.returned_at) END AS due_at
      OFFSET 0
    ) AS head
    WHERE h.ctid = o.ctid
    RETURNING h.hook_id, h.company_id, CASE WHEN n.is_gone THEN 'gone' ELSE a.change END AS change, h.probe_at, h.discard_through
  )
  SELECT json_agg(json_build_object(
    'hook_id', n.hook_id, 'company_id', n.company_id, 'change', n.change,
    'pause_seconds', CASE WHEN n.change = 'opened' THEN round(extract(epoch FROM n.probe_at - p_now)::numeric, 1) END,
    'lost', CASE WHEN n.change = 'lost' THEN
      (SELECT count(*) FROM queue q WHERE q.hook_id = n.hook_id AND q.worker IS NULL AND q.delivery_id <= n.discard_through) END
  )) INTO v_changes FROM noted n WHERE n.change IS NOT NULL;
  RETURN v_changes;
END
$$;
