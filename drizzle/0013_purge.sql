-- What purge drops, decided by the database's clock alone.

-- What a purge with this retention would do: days counts those that would go and have not been given up before,
-- days_max how many may go without being asked: as many as have passed since the last purge, and two.
CREATE FUNCTION gancho.plan_purge(p_retention_days integer)
RETURNS TABLE (today integer, target_day integer, oldest_day integer, days integer, days_max integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  SELECT n.today, n.today - p_retention_days, n.oldest_day,
    coalesce(greatest(n.today - p_retention_days - n.oldest_day, 0), 0), greatest(n.today - n.purged_on, 0) + 2
  FROM (
    SELECT day_of(clock_timestamp()) AS today, h.purged_on,
      (SELECT greatest((e.id >> 37)::integer, h.first_day) FROM events e ORDER BY e.id LIMIT 1) AS oldest_day
    FROM history_horizon h
  ) AS n
$$;

-- Moves the beginning of the history, and says where to; what may be dropped then is for gancho.expired_days to say.
-- Where more would go than the days that have passed since the last purge, and two, it must be confirmed: otherwise
-- nothing is moved, the refusal is among the engine's troubles, and the answer is null.
CREATE FUNCTION gancho.begin_purge(p_retention_days integer, p_is_confirmed boolean) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_plan record;
  v_first_day integer;
BEGIN
  -- Waits for a redelivery and for another purge, which hold this row.
  PERFORM FROM history_horizon FOR UPDATE;
  SELECT * INTO v_plan FROM plan_purge(p_retention_days);
  IF v_plan.days > v_plan.days_max AND NOT p_is_confirmed THEN
    INSERT INTO engine_troubles AS t (source, code, params)
    VALUES ('purge', 'purge_refused', jsonb_build_object('days', v_plan.days, 'oldest_day', date_of(v_plan.oldest_day)))
    ON CONFLICT (source, code) DO UPDATE SET params = excluded.params, seen_at = excluded.seen_at;
    RETURN NULL;
  END IF;
  DELETE FROM engine_troubles WHERE code = 'purge_refused';
  UPDATE history_horizon h SET first_day = greatest(h.first_day, v_plan.target_day), purged_on = v_plan.today
  RETURNING least(h.first_day, v_plan.target_day) INTO v_first_day;
  RETURN v_first_day;
END
$$;

-- The day of an id, in words: 2026-02-28.
CREATE FUNCTION gancho.date_of(p_day integer) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT to_char(to_timestamp(p_day::double precision * 86400) AT TIME ZONE 'UTC', 'YYYY-MM-DD') $$;

-- The days before p_first_day of which something is open: a delivery that waits or is on its way, also behind a
-- disabled hook, or an event that dispatch has not seen. They stay until that has ended.
CREATE FUNCTION gancho.open_days(p_first_day integer) RETURNS TABLE (day integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  SELECT DISTINCT o.day FROM hook_queue h CROSS JOIN LATERAL (
    SELECT (q.delivery_id >> 37)::integer AS day FROM queue q
    WHERE q.hook_id = h.hook_id AND q.delivery_id < p_first_day::bigint << 37
  ) AS o
  UNION
  SELECT (p.first_event_id >> 37)::integer FROM pending_events p WHERE p.first_event_id < p_first_day::bigint << 37
$$;

-- Drops what lies outside of the partitions of the days before p_first_day, but for those in p_kept.
CREATE FUNCTION gancho.forget_days(p_first_day integer, p_kept integer[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
BEGIN
  DELETE FROM idempotency_keys k WHERE k.event_id < p_first_day::bigint << 37 AND (k.event_id >> 37)::integer <> ALL (p_kept);
  DELETE FROM delivery_counts c WHERE c.day < p_first_day AND c.day <> ALL (p_kept);
  DELETE FROM hook_hours h WHERE h.hour < p_first_day * 24 AND h.hour / 24 <> ALL (p_kept);
  DELETE FROM notifications n WHERE n.created_at < to_timestamp(p_first_day::double precision * 86400);
  -- A deleted hook goes with the last of its history.
  DELETE FROM hooks h WHERE h.deleted_at < to_timestamp(p_first_day::double precision * 86400)
    AND NOT EXISTS (SELECT FROM queue q WHERE q.hook_id = h.id);
  UPDATE engine_heartbeat SET purged_at = clock_timestamp();
END
$$;

-- Drops what has an age of its own, whatever the retention.
CREATE FUNCTION gancho.forget_expired() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
BEGIN
  DELETE FROM access_tokens WHERE expires_at < clock_timestamp() - interval '1 day';
  DELETE FROM sign_in_links WHERE expires_at < clock_timestamp() - interval '1 day';
  DELETE FROM idempotent_requests WHERE created_at < clock_timestamp() - interval '1 day';
END
$$;

DO $$
DECLARE
  f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY[
    'gancho.plan_purge(integer)', 'gancho.begin_purge(integer, boolean)', 'gancho.date_of(integer)', 'gancho.open_days(integer)',
    'gancho.forget_days(integer, integer[])', 'gancho.forget_expired()'
  ]::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO CURRENT_USER, gancho_engine', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO gancho_engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO CURRENT_USER', f);
  END LOOP;
END
$$;
