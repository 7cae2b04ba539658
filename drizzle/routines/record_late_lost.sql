-- Ends the loss of deliveries whose attempt has succeeded after all: its result came after the retry window had ended.
-- A part of gancho.record, which holds the locks of the hooks.
CREATE OR REPLACE FUNCTION gancho.record_late_lost(p_results gancho.attempt_result[]) RETURNS void
LANGUAGE plpgsql SET search_path = gancho, pg_temp
AS $$
BEGIN
  WITH found AS (
    UPDATE discards x SET is_lost = false
    FROM unnest(p_results) AS r
    WHERE r.outcome = 'success' AND x.hook_id = r.hook_id AND x.delivery_id = r.delivery_id AND x.is_lost
    RETURNING r.*
  ), old AS (
    SELECT f.*, d.status AS old_status, d.finished_at AS old_finished_at
    FROM found f JOIN deliveries d ON d.hook_id = f.hook_id AND d.id = f.delivery_id
  ), updated AS (
    UPDATE deliveries d SET status = 'delivered', reason = NULL, response_status = o.response_status,
      attempts = greatest(d.attempts, o.n), finished_at = to_timestamp(o.finished_ms / 1000)
    FROM old o WHERE d.hook_id = o.hook_id AND d.id = o.delivery_id
  ), counted AS (
    UPDATE delivery_counts c SET delivered = c.delivered + x.n, failed = c.failed - x.failed,
      discarded = c.discarded - (x.n - x.failed), lost = c.lost - x.n
    FROM (
      SELECT o.hook_id, (o.delivery_id >> 37)::integer AS day, count(*) AS n,
        count(*) FILTER (WHERE o.old_status = 'failed') AS failed
      FROM old o GROUP BY 1, 2
    ) AS x WHERE c.hook_id = x.hook_id AND c.day = x.day
  )
  INSERT INTO hook_hours AS h (company_id, hook_id, hour, delivered, failed, discarded)
  SELECT t.company_id, t.hook_id, t.hour, sum(t.delivered), sum(t.failed), sum(t.discarded)
  FROM (
    SELECT o.company_id, o.hook_id, hour_of(to_timestamp(o.finished_ms / 1000)) AS hour, 1 AS delivered, 0 AS failed, 0 AS discarded
    FROM old o
    UNION ALL
    SELECT o.company_id, o.hook_id, hour_of(o.old_finished_at), 0, -(o.old_status = 'failed')::integer,
      -(o.old_status = 'discarded')::integer
    FROM old o
  ) AS t GROUP BY 1, 2, 3
  ON CONFLICT (hook_id, hour) DO UPDATE SET delivered = h.delivered + excluded.delivered,
    failed = greatest(h.failed + excluded.failed, 0), discarded = greatest(h.discarded + excluded.discarded, 0);
END
$$;
