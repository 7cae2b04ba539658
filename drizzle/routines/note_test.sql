-- Notes successes of test deliveries. A part of gancho.record, which holds the locks of the hooks.
CREATE OR REPLACE FUNCTION gancho.note_test(p_results gancho.attempt_result[]) RETURNS void
LANGUAGE sql
AS $$
  UPDATE hook_queue h SET test_succeeded_at = x.at
  FROM (
    SELECT r.hook_id, to_timestamp(max(r.finished_ms) / 1000) AS at FROM unnest(p_results) AS r
    WHERE r.is_test AND r.outcome = 'success' GROUP BY 1
  ) AS x
  WHERE h.hook_id = x.hook_id
$$;
