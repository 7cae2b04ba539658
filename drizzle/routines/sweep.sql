-- Repairs what lost announcements and dead processes leave behind, and writes the engine's heartbeat. Suspects need a
-- second sweep after 3 s.
CREATE OR REPLACE FUNCTION gancho.sweep(p_engine text)
RETURNS TABLE (
  released integer, released_from text[], woken integer, has_suspects boolean, has_pending boolean, has_due boolean,
  has_discards boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_asleep bigint[];
BEGIN
  SELECT coalesce(array_agg(s.name), '{}') INTO released_from FROM gancho.silent_workers() s
  WHERE s.suspected_at <= clock_timestamp() - interval '3 seconds' /* SUSPECTED_SECONDS */;
  released := gancho.release(NULL);
  SELECT array_agg(h.hook_id) INTO v_asleep FROM hook_queue h
  WHERE h.next_at = 'infinity' AND h.is_enabled
    AND h.in_flight < CASE WHEN h.is_in_order OR h.circuit_opened_at IS NOT NULL THEN 1 ELSE h.max_in_flight END
    AND EXISTS (SELECT FROM queue q WHERE q.hook_id = h.hook_id AND q.worker IS NULL AND q.delivery_id > h.discard_through);
  IF v_asleep IS NOT NULL THEN
    PERFORM gancho.lock_hooks(v_asleep);
    PERFORM gancho.reschedule(v_asleep);
  END IF;
  woken := coalesce(cardinality(v_asleep), 0);
  -- Skips locked rows, because their worker sends a heartbeat or another sweep suspects it, and waiting could delay a
  -- worker's restart.
  UPDATE workers w SET suspected_at = clock_timestamp() WHERE w.id IN (
    SELECT x.id FROM workers x WHERE x.id IN (SELECT s.id FROM gancho.silent_workers() s WHERE s.suspected_at IS NULL)
    FOR NO KEY UPDATE SKIP LOCKED);
  has_suspects := EXISTS (SELECT FROM gancho.silent_workers());
  DELETE FROM workers w WHERE w.heartbeat_at < clock_timestamp() - interval '1 hour'
    AND NOT EXISTS (SELECT FROM queue q WHERE q.worker = w.id);
  -- A purge runs once an hour, so its refusal holds until the next one.
  UPDATE engine_troubles SET seen_at = clock_timestamp() WHERE code = 'purge_refused';
  DELETE FROM engine_troubles WHERE seen_at < clock_timestamp() - interval '1 hour';

  INSERT INTO engine_heartbeat (engine, swept_at) VALUES (p_engine, clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET engine = excluded.engine, swept_at = excluded.swept_at;
  has_pending := EXISTS (SELECT FROM pending_events);
  has_due := EXISTS (SELECT FROM hook_queue h WHERE h.next_at < 'infinity' AND h.next_at <= clock_timestamp());
  has_discards := EXISTS (SELECT FROM hook_queue h WHERE h.is_discarding);
  RETURN NEXT;
END
$$;
