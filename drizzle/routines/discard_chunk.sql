-- Discards up to p_limit deliveries of one hook that is marked for it. Returns how many; null if no mark can be carried
-- out now.
CREATE OR REPLACE FUNCTION gancho.discard_chunk(p_limit integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_hook hook_queue;
  v_is_lost boolean;
  v_count integer;
BEGIN
  -- Skips hooks whose remaining deliveries are all leased, so that they do not hold up the others.
  SELECT * INTO v_hook FROM hook_queue h
  WHERE h.is_discarding AND (
    EXISTS (SELECT FROM queue q WHERE q.hook_id = h.hook_id AND q.delivery_id <= h.discard_through AND q.worker IS NULL)
    OR NOT EXISTS (SELECT FROM queue q WHERE q.hook_id = h.hook_id AND q.delivery_id <= h.discard_through))
  ORDER BY h.hook_id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  v_is_lost := coalesce(v_hook.discard_reason ->> 'code' = 'hook_window_ended', false);
  WITH chunk AS (
    DELETE FROM queue q USING (
      SELECT c.delivery_id FROM queue c
      WHERE c.hook_id = v_hook.hook_id AND c.delivery_id <= v_hook.discard_through AND c.worker IS NULL
      ORDER BY c.delivery_id LIMIT p_limit
    ) AS c WHERE q.hook_id = v_hook.hook_id AND q.delivery_id = c.delivery_id
    RETURNING q.delivery_id
  ), old AS (
    SELECT d.id, d.company_id, d.status, d.is_test FROM chunk c
    JOIN deliveries d ON d.hook_id = v_hook.hook_id AND d.id = c.delivery_id
  ), updated AS (
    UPDATE deliveries d SET status = 'discarded', reason = v_hook.discard_reason, next_attempt_at = NULL, finished_at = clock_timestamp()
    FROM chunk c WHERE d.hook_id = v_hook.hook_id AND d.id = c.delivery_id
  ), noted AS (
    INSERT INTO discards (hook_id, delivery_id, company_id, is_lost)
    SELECT v_hook.hook_id, o.id, o.company_id, v_is_lost AND NOT o.is_test FROM old o
    ON CONFLICT (hook_id, delivery_id) DO UPDATE SET is_lost = excluded.is_lost
  ), counted AS (
    UPDATE delivery_counts c SET queued = c.queued - x.queued, retrying = c.retrying - x.retrying, discarded = c.discarded + x.queued + x.retrying,
      lost = c.lost + x.lost
    FROM (
      SELECT (o.id >> 37)::integer AS day, count(*) FILTER (WHERE o.status = 'queued') AS queued,
        count(*) FILTER (WHERE o.status = 'retrying') AS retrying,
        count(*) FILTER (WHERE v_is_lost AND NOT o.is_test) AS lost
      FROM old o GROUP BY 1
    ) AS x WHERE c.hook_id = v_hook.hook_id AND c.day = x.day
  ), hours AS (
    INSERT INTO hook_hours AS h (company_id, hook_id, hour, discarded)
    SELECT o.company_id, v_hook.hook_id, hour_of(clock_timestamp()), count(*) FROM old o WHERE NOT o.is_test GROUP BY 1, 3
    ON CONFLICT (hook_id, hour) DO UPDATE SET discarded = h.discarded + excluded.discarded
  )
  SELECT count(*) INTO v_count FROM chunk;

  -- A leased row keeps the mark until its result comes.
  UPDATE hook_queue h SET is_discarding = m.is_left, discard_through = CASE WHEN m.is_left THEN h.discard_through ELSE 0 END
  FROM (SELECT EXISTS (
    SELECT FROM queue q WHERE q.hook_id = v_hook.hook_id AND q.delivery_id <= v_hook.discard_through) AS is_left) AS m
  WHERE h.hook_id = v_hook.hook_id;
  PERFORM gancho.reschedule(ARRAY[v_hook.hook_id]);
  RETURN v_count;
END
$$;
