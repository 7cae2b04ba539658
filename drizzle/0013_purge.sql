-- What purge drops, decided by the database's clock alone.

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

-- The partitions that go when the history begins with p_first_day, but for the days in p_kept; their rows as the last
-- ANALYZE has counted them. The purge drops these, and a plan counts their days.
CREATE FUNCTION gancho.expired_partitions(p_first_day integer, p_kept integer[])
RETURNS TABLE (parent text, child text, day integer, rows bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  SELECT * FROM (
    SELECT p.relname::text, c.relname::text, to_date(right(c.relname, 8), 'YYYYMMDD') - date '1970-01-01' AS day,
      greatest(c.reltuples, 0)::bigint
    FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_class c ON c.oid = i.inhrelid
    WHERE p.relnamespace = 'gancho'::regnamespace AND p.relname IN ('events', 'deliveries', 'attempts', 'discards')
      AND c.relkind = 'r'
  ) AS x
  WHERE x.day < p_first_day AND x.day <> ALL (p_kept)
$$;

-- What a purge with this retention would do: days are those that it would drop. It needs nobody's word (is_usual) while
-- no more of them, counted from the oldest event that was not given up before, go than days have passed since the last
-- purge, and two.
CREATE FUNCTION gancho.plan_purge(p_retention_days integer)
RETURNS TABLE (today integer, target_day integer, days integer[], is_usual boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  SELECT n.today, n.target_day, x.days,
    (SELECT count(*) FROM unnest(x.days) AS d WHERE d >= n.oldest_day) <= greatest(n.today - n.purged_on, 0) + 2
  FROM (
    SELECT t.today, t.today - p_retention_days AS target_day, h.purged_on,
      (SELECT greatest((e.id >> 37)::integer, h.first_day) FROM events e ORDER BY e.id LIMIT 1) AS oldest_day
    FROM history_horizon h, (SELECT day_of(clock_timestamp()) AS today) AS t
  ) AS n, LATERAL (
    SELECT ARRAY(
      SELECT DISTINCT e.day FROM expired_partitions(n.target_day, ARRAY(SELECT o.day FROM open_days(n.target_day) AS o)) AS e
      ORDER BY e.day
    ) AS days
  ) AS x
$$;

-- Moves the beginning of the history, and says where to; what is dropped then is for gancho.expired_partitions to say.
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
  IF NOT v_plan.is_usual AND NOT p_is_confirmed THEN
    INSERT INTO engine_troubles AS t (source, code, params)
    VALUES ('purge', 'purge_refused', jsonb_build_object('days', cardinality(v_plan.days), 'oldest_day', date_of(v_plan.days[1])))
    ON CONFLICT (source, code) DO UPDATE SET params = excluded.params, seen_at = excluded.seen_at;
    RETURN NULL;
  END IF;
  DELETE FROM engine_troubles WHERE code = 'purge_refused';
  UPDATE history_horizon h SET first_day = greatest(h.first_day, v_plan.target_day), purged_on = v_plan.today
  RETURNING least(h.first_day, v_plan.target_day) INTO v_first_day;
  RETURN v_first_day;
END
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
  DELETE FROM sessions WHERE expires_at < clock_timestamp();
  DELETE FROM idempotent_requests WHERE created_at < clock_timestamp() - interval '1 day';
END
$$;

DO $$
DECLARE
  f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY[
    'gancho.plan_purge(integer)', 'gancho.begin_purge(integer, boolean)', 'gancho.date_of(integer)', 'gancho.open_days(integer)',
    'gancho.expired_partitions(integer, integer[])',     'gancho.forget_days(integer, integer[])', 'gancho.forget_expired()'
  ]::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO CURRENT_USER, gancho_engine', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO gancho_engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO CURRENT_USER', f);
  END LOOP;
END
$$;
