-- Counts how a job's open deliveries of one hook have ended, and returns what decides on the next portion. Locks the row
-- of the job and hook. No row: another process has just fed it, or nothing is left to do.
CREATE OR REPLACE FUNCTION gancho.settle_redelivery(p_redelivery_id bigint, p_hook_id bigint, p_pause interval) RETURNS TABLE (
  after_id bigint, is_read boolean, may_feed boolean, is_in_order boolean, max_in_flight integer, max_per_second real, answer_ms real,
  -- Deliveries of all jobs in the hook's queue, and those of this job that arrived.
  waiting integer, retrying integer, delivered integer,
  -- How long its first delivery has been due although the hook has free slots.
  late_ms double precision
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_part redelivery_hooks;
  v_ended record;
  v_of_hook record;
BEGIN
  SELECT p.* INTO v_part FROM redelivery_hooks p
  WHERE p.redelivery_id = p_redelivery_id AND p.hook_id = p_hook_id
    AND (gancho.current_company() IS NULL OR p.company_id = gancho.current_company())
    AND (p.fed_at IS NULL OR p.fed_at <= clock_timestamp() - p_pause)
  FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  SELECT coalesce(array_agg(u.id) FILTER (WHERE d.status IN ('queued', 'retrying')), '{}') AS open_ids,
    count(*) FILTER (WHERE d.status = 'delivered')::integer AS delivered,
    count(*) FILTER (WHERE d.status IS NULL OR d.status IN ('failed', 'discarded'))::integer AS failed,
    min(q.due_at) AS due_at
  INTO v_ended FROM unnest(v_part.open_ids) AS u (id)
  LEFT JOIN LATERAL (
    SELECT x.status FROM deliveries x WHERE x.hook_id = p_hook_id AND x.company_id = v_part.company_id AND x.id = u.id
  ) AS d ON true
  LEFT JOIN LATERAL (
    SELECT x.due_at FROM queue x WHERE x.hook_id = p_hook_id AND x.delivery_id = u.id AND x.worker IS NULL
  ) AS q ON true;
  UPDATE redelivery_hooks p SET open_ids = v_ended.open_ids, delivered = p.delivered + v_ended.delivered,
    failed = p.failed + v_ended.failed, fed_at = clock_timestamp(),
    -- A deleted hook gets nothing more.
    is_read = p.is_read OR EXISTS (SELECT FROM hooks h WHERE h.id = p_hook_id AND h.deleted_at IS NOT NULL)
  WHERE p.redelivery_id = p_redelivery_id AND p.hook_id = p_hook_id
  RETURNING p.* INTO v_part;
  -- They count for all jobs, because the hook takes no more from several.
  SELECT count(*) FILTER (WHERE d.status = 'queued')::integer AS waiting, count(*) FILTER (WHERE d.status = 'retrying')::integer AS retrying
  INTO v_of_hook FROM redelivery_hooks o CROSS JOIN LATERAL unnest(o.open_ids) AS u (id)
  JOIN deliveries d ON d.hook_id = p_hook_id AND d.company_id = v_part.company_id AND d.id = u.id
  WHERE o.hook_id = p_hook_id;

  RETURN QUERY
  SELECT v_part.after_id, v_part.is_read,
    r.state = 'running' AND NOT v_part.is_read AND gancho.takes_redelivery(h.is_enabled, h.is_discarding, h.circuit_opened_at),
    h.is_in_order, h.max_in_flight, h.max_per_second, h.answer_ms, v_of_hook.waiting, v_of_hook.retrying, v_part.delivered,
    CASE WHEN h.is_enabled AND NOT h.is_in_order AND h.circuit_opened_at IS NULL AND h.max_per_second IS NULL AND 2 * h.in_flight < h.max_in_flight
      THEN greatest(0, 1000 * extract(epoch FROM clock_timestamp() - v_ended.due_at))::double precision ELSE 0 END
  FROM hook_queue h JOIN redeliveries r ON r.id = p_redelivery_id WHERE h.hook_id = p_hook_id;
END
$$;

GRANT EXECUTE ON FUNCTION gancho.settle_redelivery(bigint, bigint, interval) TO gancho_tenant;
