-- Deletes the rows of tables without partitions for the days before p_first_day, except the days in p_kept.
CREATE OR REPLACE FUNCTION gancho.forget_days(p_first_day integer, p_kept integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
BEGIN
  DELETE FROM idempotency_keys k WHERE k.event_id < p_first_day::bigint << 37 AND (k.event_id >> 37)::integer <> ALL (p_kept);
  DELETE FROM delivery_counts c WHERE c.day < p_first_day AND c.day <> ALL (p_kept);
  DELETE FROM hook_hours h WHERE h.hour < p_first_day * 24 AND h.hour / 24 <> ALL (p_kept);
  DELETE FROM notifications n WHERE n.created_at < to_timestamp(p_first_day::double precision * 86400);
  DELETE FROM redeliveries r WHERE r.ended_at < to_timestamp(p_first_day::double precision * 86400);
  -- A deleted hook goes when its history has expired.
  DELETE FROM hooks h WHERE h.deleted_at < to_timestamp(p_first_day::double precision * 86400)
    AND NOT EXISTS (SELECT FROM queue q WHERE q.hook_id = h.id);
  UPDATE engine_heartbeat SET purged_at = clock_timestamp();
END
$$;
