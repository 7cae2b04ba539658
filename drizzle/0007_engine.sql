-- The engine's verbs. SECURITY DEFINER functions of gancho_engine: one statement from the client, no
-- role to set, and plans that are kept. Locks on hooks are taken in the order of their ids by every
-- function that waits for one; claim alone takes what it can get (SKIP LOCKED), so it waits for nobody.

-- Stores events. One array element an event; p_keys may hold nulls. A key that is known already gives
-- the event that it was first used for, named in known_ulids (null: all are new), and writes nothing.
CREATE FUNCTION gancho.publish(
  p_company_ids bigint[], p_project_ids bigint[], p_ulids text[], p_resource_names text[],
  p_resource_levels text[], p_resource_ids text[], p_event_types text[], p_user_ids text[],
  p_occurred_at text[], p_metadata text[], p_related text[], p_data text[], p_keys text[], p_api_clients bigint[],
  p_hops smallint[]
) RETURNS TABLE (event_ids bigint[], known_ulids text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := clock_timestamp();
  v_base bigint := gancho.day_of(v_now)::bigint << 37;
  v_ids bigint[];
  v_new boolean[];
BEGIN
  SELECT array_agg(v_base | nextval('gancho.event_sequence') ORDER BY i) INTO v_ids
  FROM generate_subscripts(p_company_ids, 1) AS i;

  IF cardinality(array_remove(p_keys, NULL)) > 0 THEN
    -- In the order of the keys, so that two publishers of the same keys can't wait for each other.
    INSERT INTO idempotency_keys (company_id, key, event_id)
    SELECT DISTINCT ON (k.company_id, k.key) k.company_id, k.key, k.event_id
    FROM unnest(p_company_ids, p_keys, v_ids) AS k (company_id, key, event_id)
    WHERE k.key IS NOT NULL
    ORDER BY k.company_id, k.key, k.event_id
    ON CONFLICT (company_id, key) DO NOTHING;

    -- A statement of its own: only its snapshot sees the keys that others have committed meanwhile.
    SELECT array_agg(coalesce(known.event_id, u.event_id) ORDER BY u.i),
           array_agg(known.event_id IS NULL OR known.event_id = u.event_id ORDER BY u.i)
    INTO v_ids, v_new
    FROM unnest(p_company_ids, p_keys, v_ids) WITH ORDINALITY AS u (company_id, key, event_id, i)
    LEFT JOIN idempotency_keys known ON known.company_id = u.company_id AND known.key = u.key;
  ELSE
    SELECT array_agg(true) INTO v_new FROM generate_subscripts(p_company_ids, 1);
  END IF;

  INSERT INTO events (
    id, company_id, project_id, ulid, resource_name, resource_level, resource_id, event_type, user_id,
    occurred_at, recorded_at, metadata, related_resources, data, api_client_id, hops, size_bytes
  )
  SELECT u.id, u.company_id, u.project_id, u.ulid, u.resource_name, u.resource_level, u.resource_id,
         u.event_type, u.user_id, coalesce(u.occurred_at::timestamptz, v_now), v_now,
         u.metadata::json, u.related::json, u.data::json, u.api_client_id, u.hops,
         500 + coalesce(octet_length(u.metadata), 0) + coalesce(octet_length(u.related), 0) + coalesce(octet_length(u.data), 0)
  FROM unnest(
    v_ids, v_new, p_company_ids, p_project_ids, p_ulids, p_resource_names, p_resource_levels,
    p_resource_ids, p_event_types, p_user_ids, p_occurred_at, p_metadata, p_related, p_data, p_api_clients, p_hops
  ) AS u (
    id, is_new, company_id, project_id, ulid, resource_name, resource_level, resource_id, event_type,
    user_id, occurred_at, metadata, related, data, api_client_id, hops
  )
  WHERE u.is_new;

  INSERT INTO pending_events (first_event_id, company_id, event_ids)
  SELECT min(u.id), u.company_id, array_agg(u.id ORDER BY u.id)
  FROM unnest(v_ids, v_new, p_company_ids) WITH ORDINALITY AS u (id, is_new, company_id, i)
  WHERE u.is_new GROUP BY u.company_id, (u.i - 1) / 100;

  event_ids := v_ids;
  IF false = ANY (v_new) THEN
    -- When it happened is not compared: sources that try again may stamp anew.
    IF EXISTS (
      SELECT FROM unnest(
        v_ids, v_new, p_project_ids, p_resource_names, p_resource_ids, p_event_types, p_user_ids, p_metadata, p_related, p_data
      ) AS u (id, is_new, project_id, resource_name, resource_id, event_type, user_id, metadata, related, data)
      JOIN events e ON e.id = u.id
      WHERE NOT u.is_new AND (
        e.project_id, e.resource_name, e.resource_id, e.event_type, e.user_id, e.metadata::text, e.related_resources::text, e.data::text
      ) IS DISTINCT FROM (
        u.project_id, u.resource_name, u.resource_id, u.event_type, u.user_id, u.metadata, u.related, u.data)
    ) THEN
      RAISE EXCEPTION 'an idempotency key stands for another event' USING ERRCODE = 'GK409';
    END IF;
    SELECT array_agg(CASE WHEN NOT u.is_new THEN coalesce(e.ulid, u.ulid) END ORDER BY u.i) INTO known_ulids
    FROM unnest(v_ids, p_ulids, v_new) WITH ORDINALITY AS u (id, ulid, is_new, i)
    LEFT JOIN events e ON e.id = u.id;
  END IF;
  RETURN NEXT;
END
$$;

-- When the head of a queue is due that goes by id: in order (where it may be on its way), or under a mark of
-- discarding. Null: nothing waits.
CREATE FUNCTION gancho.head_by_id(p_hook_id bigint, p_is_in_order boolean, p_discard_through bigint) RETURNS timestamptz
LANGUAGE plpgsql STABLE SET search_path = gancho, pg_temp
AS $$
BEGIN
  RETURN (
    SELECT q.due_at FROM queue q
    WHERE q.hook_id = p_hook_id AND q.delivery_id > p_discard_through AND NOT q.is_test AND (p_is_in_order OR q.worker IS NULL)
    ORDER BY q.delivery_id LIMIT 1);
END
$$;

-- When a hook in this state is next worth a look; infinity: not before something changes. Never before now:
-- hooks are served in the order of this, so a long queue waits its turn. Without SET, so that it is inlined.
CREATE FUNCTION gancho.next_look(
  p_is_enabled boolean, p_has_test boolean, p_in_flight integer, p_max_in_flight integer, p_is_single boolean,
  p_head_due_at timestamptz, p_probe_at timestamptz, p_rate_tat timestamptz
) RETURNS timestamptz
LANGUAGE sql VOLATILE
AS $$
  SELECT CASE
    WHEN NOT p_is_enabled THEN 'infinity'::timestamptz
    WHEN p_has_test THEN clock_timestamp()
    WHEN p_in_flight >= CASE WHEN p_is_single OR p_probe_at IS NOT NULL THEN 1 ELSE p_max_in_flight END THEN 'infinity'::timestamptz
    ELSE greatest(p_head_due_at, clock_timestamp(), p_probe_at, p_rate_tat - interval '250 milliseconds')
  END
$$;

-- Finds the heads of these hooks' queues and sets when each is next worth a look. The caller holds their locks.
CREATE FUNCTION gancho.reschedule(p_hook_ids bigint[]) RETURNS void
LANGUAGE sql VOLATILE SET search_path = gancho, pg_temp
AS $$
  UPDATE hook_queue h
  SET head_due_at = head.due_at, head_id = 0, has_tests = head.has_tests, next_at = gancho.next_look(
    h.is_enabled, head.has_tests, h.in_flight, h.max_in_flight, h.is_in_order, head.due_at, h.probe_at, h.rate_tat)
  FROM unnest(p_hook_ids) AS u (hook_id)
  -- OFFSET 0, here and below: worked out once, however often it is used.
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

-- Takes hooks' locks in the order of their ids.
CREATE FUNCTION gancho.lock_hooks(p_hook_ids bigint[]) RETURNS void
LANGUAGE sql VOLATILE SET search_path = gancho, pg_temp
AS $$
  SELECT count(*) FROM (
    SELECT FROM hook_queue WHERE hook_id = ANY (p_hook_ids) ORDER BY hook_id FOR NO KEY UPDATE
  ) AS locked
$$;

-- Companies with at least p_from and at most p_to pending events, each locked against other dispatchers: at most p_max, from a
-- company drawn by lot on. A company whose lock another dispatcher holds is left to that one. has_others tells of companies
-- with more or fewer pending events, and of those that it did not visit, because a visit takes time.
CREATE FUNCTION gancho.lock_pending_companies(
  p_max integer, p_from integer, p_to integer, OUT companies bigint[], OUT has_others boolean
)
LANGUAGE plpgsql SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_first bigint;
  v_at bigint;
  v_visits integer := 0;
BEGIN
  companies := '{}';
  has_others := false;
  SELECT floor(random() * (max(p.company_id) + 1)) INTO v_first FROM pending_events p;
  FOR v_lap IN 1 .. 2 LOOP
    v_at := CASE v_lap WHEN 1 THEN v_first ELSE -1 END;
    LOOP
      SELECT p.company_id INTO v_at FROM pending_events p WHERE p.company_id > v_at ORDER BY p.company_id LIMIT 1;
      EXIT WHEN v_at IS NULL OR (v_lap = 2 AND v_at > v_first) OR cardinality(companies) >= p_max;
      v_visits := v_visits + 1;
      IF v_visits > 5 * p_max THEN
        has_others := true;
        RETURN;
      END IF;
      IF (p_from, p_to) <> (0, 2147483647) AND NOT (
        SELECT sum(cardinality(f.event_ids)) BETWEEN p_from AND p_to FROM (
          SELECT p.event_ids FROM pending_events p WHERE p.company_id = v_at ORDER BY p.first_event_id LIMIT 100
        ) AS f
      ) THEN
        has_others := true;
      ELSIF pg_try_advisory_xact_lock(7305088, hashint8(v_at)) THEN
        companies := companies || v_at;
      END IF;
    END LOOP;
  END LOOP;
END
$$;

-- Takes pending events of these companies, whose locks the caller holds: up to p_events, and of them only as many as
-- are likely to make p_deliveries, one at least. Companies take turns by deliveries: the event with which its company
-- would have had the fewest comes first, so that a single one never waits for another company's hundred; a lot decides
-- between equals. A company's events are taken in the order of their ids.
CREATE FUNCTION gancho.take_pending(p_companies bigint[], p_events integer, p_deliveries integer) RETURNS bigint[]
LANGUAGE plpgsql SET search_path = gancho, pg_temp SET enable_hashjoin = on
AS $$
DECLARE
  v_share integer := ceil(p_events::real / cardinality(p_companies));
  v_seed bigint := floor(random() * 1e9);
  v_companies bigint[];
  v_events bigint[];
  v_rows bigint[];
  v_taken integer[];
  v_low bigint;
  v_high bigint;
BEGIN
  SELECT array_agg(c.company_id), array_agg(p.first_event_id), array_agg(p.id), min(p.id) >> 37 << 37, ((max(p.id) >> 37) + 1) << 37
  INTO v_companies, v_rows, v_events, v_low, v_high
  FROM unnest(p_companies) AS c (company_id)
  CROSS JOIN LATERAL (
    SELECT o.first_event_id, i.id FROM (
      SELECT p.first_event_id, p.event_ids, sum(cardinality(p.event_ids)) OVER (
        ORDER BY p.first_event_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS events_before
      FROM pending_events p WHERE p.company_id = c.company_id ORDER BY p.first_event_id LIMIT v_share
    ) AS o CROSS JOIN LATERAL unnest(o.event_ids) AS i (id)
    WHERE coalesce(o.events_before, 0) < v_share ORDER BY i.id LIMIT v_share
  ) AS p;
  IF v_events IS NULL THEN
    RETURN NULL;
  END IF;

  -- Days that are known before it begins leave the partitions of others out of it.
  WITH told AS MATERIALIZED (
    SELECT w.*, e.project_id, e.resource_name, e.event_type
    FROM unnest(v_companies, v_rows, v_events) AS w (company_id, first_event_id, id)
    CROSS JOIN LATERAL (
      SELECT v.project_id, v.resource_name, v.event_type FROM events v WHERE v.id = w.id AND v.id BETWEEN v_low AND v_high OFFSET 0
    ) AS e
  ), kinds AS MATERIALIZED (
    -- Events of a company are mostly of a few kinds, and all of a kind go to the same hooks.
    SELECT k.*, (
        SELECT count(*) FROM triggers t WHERE t.company_id = k.company_id AND t.project_id = k.project_id
          AND t.resource_name = k.resource_name AND t.event_type = k.event_type
      ) + (
        SELECT count(*) FROM triggers t WHERE t.company_id = k.company_id AND t.project_id IS NULL
          AND t.resource_name = k.resource_name AND t.event_type = k.event_type
      ) AS fan_out
    FROM (SELECT DISTINCT t.company_id, t.project_id, t.resource_name, t.event_type FROM told t) AS k
  ), own AS (
    SELECT t.*, k.fan_out, sum(k.fan_out) OVER (PARTITION BY t.company_id ORDER BY t.id) AS own_with,
      hashint8extended(t.company_id, v_seed) AS lot
    FROM told t JOIN kinds k ON k.company_id = t.company_id AND k.project_id IS NOT DISTINCT FROM t.project_id
      AND k.resource_name = t.resource_name AND k.event_type = t.event_type
  ), turns AS (
    SELECT o.*, sum(o.fan_out) OVER (ORDER BY o.own_with, o.lot, o.id) - o.fan_out AS all_before FROM own o
  ), taken AS MATERIALIZED (
    SELECT t.first_event_id, t.id FROM turns t WHERE t.all_before = 0 OR t.all_before + t.fan_out <= p_deliveries
  )
  SELECT (SELECT array_agg(t.id ORDER BY t.id) FROM taken t), array_agg(r.first_event_id), array_agg(r.n)
  INTO v_events, v_rows, v_taken
  FROM (SELECT t.first_event_id, count(*)::integer AS n FROM taken t GROUP BY 1) AS r;

  DELETE FROM pending_events p USING unnest(v_rows, v_taken) AS r (first_event_id, n)
  WHERE p.first_event_id = r.first_event_id AND cardinality(p.event_ids) = r.n;
  -- The rest of a row of which only the first events were taken.
  UPDATE pending_events p SET first_event_id = p.event_ids[r.n + 1], event_ids = p.event_ids[r.n + 1 :]
  FROM unnest(v_rows, v_taken) AS r (first_event_id, n) WHERE p.first_event_id = r.first_event_id;
  RETURN v_events;
END
$$;

-- Fans out pending events to every hook with a matching trigger, up to p_events of them and about p_deliveries, of companies
-- with p_from to p_to pending events. Deliveries get their ids in event order under a lock per company, which is what "in
-- order" means to a hook. has_more leaves out companies whose lock another dispatcher holds.
CREATE FUNCTION gancho.dispatch(p_events integer, p_deliveries integer, p_from integer DEFAULT 0, p_to integer DEFAULT 2147483647)
RETURNS TABLE (
  event_count integer, delivery_count integer, company_count integer, has_more boolean,
  -- The hook of each delivery.
  hook_ids bigint[]
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off
AS $$
DECLARE
  v_companies bigint[];
  v_has_others boolean;
  v_events bigint[];
  v_deliveries bigint[];
  v_hooks bigint[];
  v_delivery_events bigint[];
  v_distinct_hooks bigint[];
  v_low bigint;
  v_high bigint;
  v_now timestamptz;
BEGIN
  -- Need not wait for the disk: whoever sends one of these deliveries has committed the claim of it before, and with
  -- that all that was written earlier. If a crash undoes it, the events are pending again.
  PERFORM set_config('synchronous_commit', 'off', true);
  SELECT l.companies, l.has_others INTO v_companies, v_has_others FROM gancho.lock_pending_companies(100, p_from, p_to) AS l;
  IF v_companies = '{}' THEN
    RETURN QUERY SELECT 0, 0, 0, v_has_others, NULL::bigint[];
    RETURN;
  END IF;
  v_events := gancho.take_pending(v_companies, p_events, p_deliveries);
  IF v_events IS NULL THEN
    RETURN QUERY SELECT 0, 0, 0, v_has_others, NULL::bigint[];
    RETURN;
  END IF;

  -- The first and the last: they are in the order of their ids.
  v_low := v_events[1];
  v_high := v_events[cardinality(v_events)];
  v_now := clock_timestamp();
  WITH made AS (
    INSERT INTO deliveries (id, company_id, hook_id, event_id, project_id, resource_name, resource_id, event_type, created_at)
    SELECT (m.event_id >> 37 << 37) | nextval('gancho.delivery_sequence'),
           m.company_id, m.hook_id, m.event_id, m.project_id, m.resource_name, m.resource_id, m.event_type, v_now
    FROM (
      SELECT e.id AS event_id, e.company_id, t.hook_id, e.project_id, e.resource_name, e.resource_id, e.event_type
      FROM unnest(v_events) AS v (id)
      CROSS JOIN LATERAL (SELECT o.* FROM events o WHERE o.id = v.id AND o.id BETWEEN v_low AND v_high OFFSET 0) AS e
      -- Apart, so that no plan goes through a company's hooks to find the few that have such a trigger.
      CROSS JOIN LATERAL (
        SELECT p.* FROM triggers p
        WHERE p.company_id = e.company_id AND p.project_id = e.project_id
          AND p.resource_name = e.resource_name AND p.event_type = e.event_type
        UNION ALL
        SELECT c.* FROM triggers c
        WHERE c.company_id = e.company_id AND c.project_id IS NULL
          AND c.resource_name = e.resource_name AND c.event_type = e.event_type
        OFFSET 0
      ) AS t
      CROSS JOIN LATERAL (
        SELECT h.company_id, h.project_id, h.all_projects FROM hooks h WHERE h.id = t.hook_id AND h.deleted_at IS NULL OFFSET 0
      ) AS h
      WHERE h.company_id = e.company_id AND h.project_id IS NOT DISTINCT FROM t.project_id
        AND t.created_at <= e.recorded_at AND (t.deleted_at IS NULL OR e.recorded_at < t.deleted_at)
        AND (h.project_id IS NOT NULL OR e.resource_level = 'company' OR h.all_projects)
      ORDER BY e.id, t.hook_id
    ) AS m
    ON CONFLICT DO NOTHING
    RETURNING id, hook_id, event_id
  )
  SELECT array_agg(m.id), array_agg(m.hook_id), array_agg(m.event_id), array_agg(DISTINCT m.hook_id)
  INTO v_deliveries, v_hooks, v_delivery_events, v_distinct_hooks FROM made m;

  IF v_deliveries IS NOT NULL THEN
    -- From here on other writers of these hooks wait: this is their lock, taken in the order of their ids, in which the
    -- index is gone through. Nothing but the row itself is looked at, so that a writer who was first is not overlooked.
    -- What is new comes last: in order it is the head of an empty queue only.
    UPDATE hook_queue h SET
      head_id = CASE WHEN v_now < h.head_due_at THEN 0 ELSE h.head_id END,
      head_due_at = CASE WHEN h.is_in_order AND h.head_due_at < 'infinity' THEN h.head_due_at ELSE least(h.head_due_at, v_now) END,
      next_at = least(h.next_at, gancho.next_look(
        h.is_enabled, h.has_tests, h.in_flight, h.max_in_flight, h.is_in_order,
        CASE WHEN h.is_in_order AND h.head_due_at < 'infinity' THEN h.head_due_at ELSE least(h.head_due_at, v_now) END,
        h.probe_at, h.rate_tat))
    WHERE h.hook_id = ANY (v_distinct_hooks);
    -- Their counts come after the lock, as everywhere: taken before it, they deadlock with record, which holds the lock and
    -- wants the counts.
    INSERT INTO delivery_counts AS c (company_id, hook_id, day, queued)
    SELECT h.company_id, u.hook_id, (u.delivery_id >> 37)::integer, count(*)
    FROM unnest(v_hooks, v_deliveries) AS u (hook_id, delivery_id)
    CROSS JOIN LATERAL (SELECT hq.company_id FROM hook_queue hq WHERE hq.hook_id = u.hook_id OFFSET 0) AS h
    GROUP BY 1, 2, 3
    ON CONFLICT (hook_id, day) DO UPDATE SET queued = c.queued + excluded.queued;
    INSERT INTO queue (hook_id, delivery_id, event_id, due_at)
    SELECT u.hook_id, u.delivery_id, u.event_id, v_now
    FROM unnest(v_hooks, v_deliveries, v_delivery_events) AS u (hook_id, delivery_id, event_id);
  END IF;

  RETURN QUERY SELECT cardinality(v_events), coalesce(cardinality(v_deliveries), 0), cardinality(v_companies),
    v_has_others OR cardinality(v_companies) = 100
      OR EXISTS (SELECT FROM pending_events p WHERE p.company_id = ANY (v_companies)), v_hooks;
END
$$;

-- A claimed delivery with its event. The last row of a claim is its receipt: without a delivery, but with has_more and what
-- a record or a dispatch in the same call has done.
CREATE TYPE gancho.claimed AS (
  hook_id bigint, delivery_id bigint, attempt integer, first_attempt_ms double precision, delay_ms double precision,
  config_version integer, timeout_seconds integer, retry_window_seconds integer, is_in_order boolean, is_test boolean,
  is_slow boolean,
  -- Set if this is the attempt by which an open circuit is tried: the step of the pause that it ends.
  probe_step integer,
  now_ms double precision, event_id bigint, company_id bigint, project_id bigint, ulid text, resource_name text,
  resource_id text, event_type text, user_id text, occurred_at text, metadata text, related_resources text, data text,
  size_bytes integer, hops smallint, payload_ms double precision,
  -- Of the receipt: a hook that was looked at has more that is due now.
  has_more boolean,
  -- Of the receipt: hooks whose health the record has changed, as gancho.record returns them.
  changes json,
  -- Of the receipt: the counts that gancho.dispatch returns.
  dispatched json
);

-- Locks up to p_hooks hooks that are worth a look, and divides p_limit places among their companies and then among each
-- company's hooks. Those that wait longest come first; but companies take turns, in an order drawn by lot. Hooks of the
-- companies p_full, and those that others have locked, are passed over.
CREATE FUNCTION gancho.take_hooks(
  p_is_quick boolean, p_limit integer, p_hooks integer, p_full bigint[], p_timeout_max integer, p_now timestamptz
) RETURNS TABLE (hook_ids bigint[], shares integer[])
LANGUAGE plpgsql SET search_path = gancho, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_hooks bigint[];
  v_companies bigint[];
  v_first bigint;
  v_at bigint;
  v_hook bigint;
  v_seed bigint := floor(random() * 1e9);
BEGIN
  -- The index leaves out hooks at infinity, and a generic plan can't tell that p_now is before it.
  SELECT array_agg(r.hook_id), array_agg(r.company_id) INTO v_hooks, v_companies FROM (
    SELECT hq.hook_id, hq.company_id FROM hook_queue hq
    WHERE hq.is_quick = p_is_quick AND hq.next_at < 'infinity' AND hq.next_at <= p_now
      AND hq.timeout_seconds <= p_timeout_max AND hq.company_id <> ALL (p_full)
    ORDER BY hq.next_at LIMIT 2 * p_hooks
  ) AS r;
  IF v_hooks IS NULL THEN
    RETURN;
  END IF;
  IF cardinality(v_hooks) = 2 * p_hooks THEN
    -- A company with many hooks must not hide one whose hook waits since a moment ago: one hook of each company, from one
    -- drawn by lot on.
    SELECT floor(random() * (max(hq.company_id) + 1)) INTO v_first FROM hook_queue hq
    WHERE hq.is_quick = p_is_quick AND hq.next_at < 'infinity';
    v_at := v_first;
    FOR v_visit IN 1 .. 2 * p_hooks LOOP
      SELECT hq.company_id INTO v_at FROM hook_queue hq
      WHERE hq.is_quick = p_is_quick AND hq.next_at < 'infinity' AND hq.company_id > v_at ORDER BY hq.company_id LIMIT 1;
      IF v_at IS NULL AND v_first >= 0 THEN
        v_at := -1;
        v_first := -1;
        CONTINUE;
      END IF;
      EXIT WHEN v_at IS NULL;
      IF v_at <> ALL (p_full) THEN
        SELECT hq.hook_id INTO v_hook FROM hook_queue hq
        WHERE hq.is_quick = p_is_quick AND hq.company_id = v_at AND hq.next_at < 'infinity' AND hq.next_at <= p_now
          AND hq.timeout_seconds <= p_timeout_max
        ORDER BY hq.next_at LIMIT 1;
        IF FOUND AND v_hook <> ALL (v_hooks) THEN
          v_hooks := v_hooks || v_hook;
          v_companies := v_companies || v_at;
        END IF;
      END IF;
    END LOOP;
  END IF;

  RETURN QUERY
  WITH ranked AS MATERIALIZED (
    SELECT c.hook_id, c.company_id, hashint8extended(c.company_id, v_seed) AS lot,
      row_number() OVER (PARTITION BY c.company_id ORDER BY c.i) AS turn
    FROM unnest(v_hooks, v_companies) WITH ORDINALITY AS c (hook_id, company_id, i)
  ), locked AS MATERIALIZED (
    SELECT r.* FROM (SELECT * FROM ranked ORDER BY turn, lot OFFSET 0) AS r
    CROSS JOIN LATERAL (
      SELECT FROM hook_queue hq WHERE hq.hook_id = r.hook_id AND hq.next_at <= p_now FOR NO KEY UPDATE SKIP LOCKED
    ) AS hq
    LIMIT least(p_limit, p_hooks)
  )
  SELECT array_agg(l.hook_id ORDER BY l.turn, l.lot), array_agg(l.share ORDER BY l.turn, l.lot) FROM (
    SELECT k.*, ceil(ceil(p_limit::real / count(*) FILTER (WHERE k.is_first) OVER ()) / count(*) OVER (PARTITION BY k.company_id))::integer AS share
    FROM (SELECT o.*, row_number() OVER (PARTITION BY o.company_id ORDER BY o.turn) = 1 AS is_first FROM locked o) AS k
  ) AS l;
END
$$;

-- Finds what is due of these hooks, whose locks the caller holds: a share of each, p_limit of the first p_quick hooks and
-- p_slow of the others, together up to p_bytes of events, and one at least. Tests come on top of these places.
-- The head of a queue is read from the index that has its order, without sorting the queue.
CREATE FUNCTION gancho.pick_due(
  p_hooks bigint[], p_shares integer[], p_quick integer, p_limit integer, p_slow integer, p_bytes bigint, p_now timestamptz
) RETURNS TABLE (
  hooks bigint[], deliveries bigint[], delays double precision[], dues timestamptz[], tests boolean[], ctids tid[]
)
LANGUAGE plpgsql SET search_path = gancho, pg_temp
AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
  WITH slots AS MATERIALIZED (
    SELECT u.ord, hq.hook_id, hq.is_enabled, hq.has_tests, hq.is_in_order, hq.is_discarding, hq.discard_through, hq.head_due_at, hq.head_id,
      hq.max_per_second,
      u.ord > p_quick AS is_slow, greatest(hq.rate_tat, p_now) AS tat,
      CASE
        WHEN NOT hq.is_enabled THEN 0
        WHEN hq.is_in_order THEN least((hq.in_flight = 0)::integer, u.share)
        WHEN hq.circuit_opened_at IS NOT NULL THEN least((hq.in_flight = 0 AND hq.probe_at <= p_now)::integer, u.share)
        WHEN hq.max_per_second IS NOT NULL THEN least(
          hq.max_in_flight - hq.in_flight, u.share,
          ceil(greatest(0, extract(epoch FROM p_now + interval '250 milliseconds' - greatest(hq.rate_tat, p_now)) * hq.max_per_second))::integer)
        ELSE least(hq.max_in_flight - hq.in_flight, u.share)
      END AS free
    FROM unnest(p_hooks, p_shares) WITH ORDINALITY AS u (hook_id, share, ord)
    CROSS JOIN LATERAL (SELECT o.* FROM hook_queue o WHERE o.hook_id = u.hook_id OFFSET 0) AS hq
  ), picked AS (
    SELECT s.ord, s.is_slow, s.hook_id, p.delivery_id, p.event_id, p.due_at, p.ctid, true AS is_test, NULL::real AS max_per_second, s.tat
    FROM slots s CROSS JOIN LATERAL (
      SELECT q.delivery_id, q.event_id, q.due_at, q.ctid FROM queue q WHERE q.hook_id = s.hook_id AND q.is_test AND q.worker IS NULL LIMIT 10
    ) AS p WHERE s.is_enabled AND s.has_tests
    UNION ALL
    SELECT s.ord, s.is_slow, s.hook_id, p.delivery_id, p.event_id, p.due_at, p.ctid, false, s.max_per_second, s.tat
    FROM slots s CROSS JOIN LATERAL (
      SELECT q.delivery_id, q.event_id, q.due_at, q.ctid FROM queue q
      WHERE q.hook_id = s.hook_id AND q.worker IS NULL AND (q.due_at, q.delivery_id) >= (s.head_due_at, s.head_id)
        AND q.due_at <= p_now AND NOT q.is_test
      ORDER BY q.due_at, q.delivery_id LIMIT s.free
    ) AS p WHERE s.free > 0 AND NOT s.is_in_order AND NOT s.is_discarding
    UNION ALL
    SELECT s.ord, s.is_slow, s.hook_id, p.delivery_id, p.event_id, p.due_at, p.ctid, false, s.max_per_second, s.tat
    FROM slots s CROSS JOIN LATERAL (
      SELECT * FROM (
        SELECT q.delivery_id, q.event_id, q.due_at, q.worker, q.ctid FROM queue q
        WHERE q.hook_id = s.hook_id AND q.delivery_id > s.discard_through AND NOT q.is_test
          AND (s.is_in_order OR (q.worker IS NULL AND q.due_at <= p_now))
        ORDER BY q.delivery_id LIMIT s.free
      ) AS head WHERE head.worker IS NULL AND head.due_at <= p_now
    ) AS p WHERE s.free > 0 AND (s.is_in_order OR s.is_discarding)
  ), sized AS (
    -- What does not fit is always the last of its hook: all that is due before the last one taken is taken.
    SELECT p.*, coalesce(sum(e.size_bytes) OVER (
      ORDER BY p.is_slow, p.ord, p.due_at, p.delivery_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes_before
    FROM (
      (SELECT * FROM picked k WHERE NOT k.is_slow ORDER BY k.ord, k.due_at, k.delivery_id LIMIT p_limit)
      UNION ALL
      (SELECT * FROM picked k WHERE k.is_slow ORDER BY k.ord, k.due_at, k.delivery_id LIMIT greatest(p_slow, 10))
    ) AS p
    CROSS JOIN LATERAL (SELECT v.size_bytes FROM events v WHERE v.id = p.event_id OFFSET 0) AS e
  ), limited AS (
    SELECT s.*, row_number() OVER (PARTITION BY s.hook_id ORDER BY s.delivery_id) AS k FROM sized s WHERE s.bytes_before < p_bytes
  )
  SELECT array_agg(l.hook_id), array_agg(l.delivery_id),
    array_agg(CASE WHEN l.max_per_second IS NULL THEN 0
      ELSE 1000 * (extract(epoch FROM l.tat - p_now) + (l.k - 1) / l.max_per_second) END),
    array_agg(l.due_at), array_agg(l.is_test), array_agg(l.ctid)
  FROM limited l;
END
$$;

-- Writes to the rows of the hooks in p_looked_at what was taken from each, and when each is next worth a look. Returns
-- whether one of them is worth a look now.
CREATE FUNCTION gancho.note_taken(
  p_looked_at bigint[], p_hooks bigint[], p_deliveries bigint[], p_dues timestamptz[], p_tests boolean[], p_now timestamptz
) RETURNS boolean
LANGUAGE plpgsql SET search_path = gancho, pg_temp
AS $$
DECLARE
  v_has_more boolean;
BEGIN
  WITH noted AS (
    UPDATE hook_queue h SET in_flight = n.in_flight, rate_tat = n.rate_tat, head_due_at = n.head_due_at, head_id = n.head_id,
      has_tests = n.has_tests, next_at = gancho.next_look(
        h.is_enabled, n.has_tests, n.in_flight, h.max_in_flight, h.is_in_order, n.head_due_at, h.probe_at, n.rate_tat)
    FROM (
      -- One row a hook, taken from or not.
      SELECT t.hook_id, count(t.due_at)::integer AS taken, max(t.due_at) AS last_due_at,
        (array_agg(t.delivery_id ORDER BY t.due_at DESC NULLS LAST, t.delivery_id DESC))[1] AS last_id
      FROM (
        SELECT u.hook_id, u.delivery_id, u.due_at
        FROM unnest(p_hooks, p_deliveries, p_dues, p_tests) AS u (hook_id, delivery_id, due_at, is_test) WHERE NOT u.is_test
        UNION ALL
        SELECT r.hook_id, NULL, NULL FROM unnest(p_looked_at) AS r (hook_id)
      ) AS t GROUP BY t.hook_id OFFSET 0
    ) AS u
    CROSS JOIN LATERAL (
      SELECT o.ctid, o.in_flight + u.taken AS in_flight,
        CASE WHEN o.max_per_second IS NULL THEN NULL WHEN u.taken = 0 THEN o.rate_tat
          ELSE greatest(o.rate_tat, p_now) + make_interval(secs => u.taken / o.max_per_second) END AS rate_tat,
        coalesce(head.due_at, 'infinity') AS head_due_at, coalesce(head.delivery_id, 0) AS head_id,
        o.has_tests AND EXISTS (SELECT FROM queue q WHERE q.hook_id = u.hook_id AND q.is_test AND q.worker IS NULL) AS has_tests
      FROM hook_queue o
      LEFT JOIN LATERAL (
        SELECT gancho.head_by_id(o.hook_id, o.is_in_order, o.discard_through) AS due_at, 0::bigint AS delivery_id
        WHERE o.is_in_order OR o.is_discarding
        UNION ALL
        (SELECT q.due_at, q.delivery_id FROM queue q
        WHERE NOT o.is_in_order AND NOT o.is_discarding AND q.hook_id = u.hook_id AND q.worker IS NULL AND NOT q.is_test
          -- After the last that was taken.
          AND (q.due_at, q.delivery_id) >= (coalesce(u.last_due_at, o.head_due_at), coalesce(u.last_id + 1, o.head_id))
        ORDER BY q.due_at, q.delivery_id LIMIT 1)
      ) AS head ON true
      WHERE o.hook_id = u.hook_id OFFSET 0
    ) AS n
    WHERE h.ctid = n.ctid
    RETURNING h.next_at
  )
  SELECT coalesce(bool_or(n.next_at <= clock_timestamp()), false) INTO v_has_more FROM noted n;
  RETURN v_has_more;
END
$$;

-- Leases what is due of the hooks p_looked_at, whose locks the caller holds, to a worker: a share of each, up to p_limit of
-- the first p_quick hooks and up to p_slow of the others; together up to p_bytes of events, and one at least. Counting
-- the attempt here, before the request leaves, is what makes an attempt's number unique. The last row is the receipt.
CREATE FUNCTION gancho.lease(
  p_worker integer, p_looked_at bigint[], p_shares integer[], p_quick integer, p_limit integer, p_slow integer, p_bytes bigint,
  p_now timestamptz
) RETURNS SETOF gancho.claimed
LANGUAGE plpgsql SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  v_due record;
  v_low bigint;
  v_high bigint;
  v_receipt gancho.claimed;
BEGIN
  -- A new statement, so a snapshot taken after the locks: free slots and due rows are what they are now.
  SELECT * INTO v_due FROM gancho.pick_due(p_looked_at, p_shares, p_quick, p_limit, p_slow, p_bytes, p_now);

  IF v_due.hooks IS NOT NULL THEN
    -- An event lies in the day of its deliveries: known before it begins, the other days' partitions are left out.
    SELECT min(u.id) >> 37 << 37, ((max(u.id) >> 37) + 1) << 37 INTO v_low, v_high FROM unnest(v_due.deliveries) AS u (id);
    RETURN QUERY
    WITH leased AS (
      UPDATE queue q SET worker = p_worker, attempt = q.attempt + 1, attempt_started_at = p_now,
        first_attempt_at = coalesce(q.first_attempt_at, p_now),
        due_at = p_now + make_interval(secs => hq.timeout_seconds + 20)
      FROM unnest(v_due.hooks, v_due.ctids, v_due.delays) AS u (hook_id, ctid, delay_ms)
      CROSS JOIN LATERAL (
        SELECT o.config_version, o.timeout_seconds, o.retry_window_seconds, o.is_in_order, o.is_quick,
          CASE WHEN o.circuit_opened_at IS NOT NULL AND NOT o.is_in_order THEN o.probe_step END AS probe_step
        FROM hook_queue o WHERE o.hook_id = u.hook_id OFFSET 0
      ) AS hq
      WHERE q.ctid = u.ctid
      RETURNING q.hook_id, q.delivery_id, q.event_id, q.attempt, q.first_attempt_at, q.payload_at, u.delay_ms, hq.config_version,
        hq.timeout_seconds, hq.retry_window_seconds, hq.is_in_order, q.is_test, hq.is_quick, hq.probe_step
    )
    SELECT l.hook_id, l.delivery_id, l.attempt, 1000 * extract(epoch FROM l.first_attempt_at)::double precision, l.delay_ms,
      l.config_version, l.timeout_seconds, l.retry_window_seconds, l.is_in_order, l.is_test, NOT l.is_quick,
      CASE WHEN NOT l.is_test THEN l.probe_step END, 1000 * extract(epoch FROM p_now)::double precision,
      e.id, e.company_id, e.project_id, e.ulid, e.resource_name, e.resource_id, e.event_type, e.user_id,
      to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.metadata::text, e.related_resources::text, e.data::text,
      e.size_bytes, e.hops, 1000 * extract(epoch FROM coalesce(l.payload_at, l.first_attempt_at))::double precision,
      NULL::boolean, NULL::json, NULL::json
    FROM leased l
    CROSS JOIN LATERAL (SELECT * FROM events v WHERE v.id = l.event_id AND v.id BETWEEN v_low AND v_high OFFSET 0) AS e;
  END IF;
  v_receipt.has_more := gancho.note_taken(p_looked_at, v_due.hooks, v_due.deliveries, v_due.dues, v_due.tests, p_now);
  RETURN NEXT v_receipt;
END
$$;

-- Leases due deliveries of up to p_hooks quick hooks, and of slow ones as many as there are places, to a worker: up to
-- p_limit of quick hooks and, in addition, up to p_slow of slow, failing or unknown hooks. Companies named in p_quick_full
-- and p_slow_full have their share of the worker's places already. A run that must end soon passes over hooks whose
-- timeout is longer than p_timeout_max seconds. The last row is the receipt.
CREATE FUNCTION gancho.claim(
  p_worker integer, p_limit integer, p_slow integer, p_bytes bigint, p_hooks integer, p_timeout_max integer,
  p_quick_full bigint[], p_slow_full bigint[]
) RETURNS SETOF gancho.claimed
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := clock_timestamp();
  v_quick bigint[];
  v_slow bigint[];
  v_quick_shares integer[];
  v_slow_shares integer[];
  v_tested bigint[];
  v_looked_at bigint[];
  v_receipt gancho.claimed;
BEGIN
  UPDATE workers w SET heartbeat_at = v_now WHERE w.id = p_worker AND w.heartbeat_at < v_now - interval '2 seconds';

  SELECT t.hook_ids, t.shares INTO v_quick, v_quick_shares
  FROM gancho.take_hooks(true, p_limit, p_hooks, p_quick_full, p_timeout_max, v_now) AS t;
  IF p_slow > 0 THEN
    SELECT t.hook_ids, t.shares INTO v_slow, v_slow_shares
    FROM gancho.take_hooks(false, p_slow, greatest(p_hooks, p_slow), p_slow_full, p_timeout_max, v_now) AS t;
  END IF;
  v_looked_at := v_quick || v_slow;
  -- A test needs no place, because a person waits for it in front of a screen.
  SELECT array_agg(r.hook_id) INTO v_tested FROM (
    SELECT hq.hook_id FROM hook_queue hq
    WHERE hq.has_tests AND hq.next_at <= v_now AND hq.timeout_seconds <= p_timeout_max
      AND hq.hook_id <> ALL (coalesce(v_looked_at, '{}'))
    LIMIT 10 FOR NO KEY UPDATE SKIP LOCKED
  ) AS r;
  v_looked_at := v_looked_at || v_tested;
  IF v_looked_at IS NULL THEN
    v_receipt.has_more := false;
    RETURN NEXT v_receipt;
    RETURN;
  END IF;

  RETURN QUERY SELECT * FROM gancho.lease(
    p_worker, v_looked_at, v_quick_shares || v_slow_shares || array_fill(0, ARRAY[coalesce(cardinality(v_tested), 0)]),
    coalesce(cardinality(v_quick), 0), p_limit, p_slow, p_bytes, v_now);
END
$$;

-- Fans out, and leases at once what came of it for companies that published little, up to p_limit and p_slow deliveries of
-- quick and of other hooks: these wait for no claim that is under way for others. The parameters are those of dispatch and
-- of claim. The receipt tells what gancho.dispatch returns.
CREATE FUNCTION gancho.dispatch_and_claim(
  p_events integer, p_deliveries integer, p_from integer, p_to integer,
  p_worker integer, p_limit integer, p_slow integer, p_bytes bigint, p_timeout_max integer,
  p_quick_full bigint[], p_slow_full bigint[]
) RETURNS SETOF gancho.claimed
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  v_commit text := current_setting('synchronous_commit');
  v_batch record;
  v_now timestamptz;
  v_quick bigint[];
  v_slow bigint[];
  v_quick_shares integer[];
  v_slow_shares integer[];
  v_row gancho.claimed;
BEGIN
  SELECT * INTO v_batch FROM gancho.dispatch(p_events, p_deliveries, p_from, p_to);
  v_now := clock_timestamp();
  SELECT array_agg(f.hook_id ORDER BY f.of_company) FILTER (WHERE f.is_quick), array_agg(f.n ORDER BY f.of_company) FILTER (WHERE f.is_quick),
    array_agg(f.hook_id ORDER BY f.of_company) FILTER (WHERE NOT f.is_quick), array_agg(f.n ORDER BY f.of_company) FILTER (WHERE NOT f.is_quick)
  INTO v_quick, v_quick_shares, v_slow, v_slow_shares
  FROM (
    SELECT u.hook_id, u.n, hq.company_id, hq.is_quick, hq.next_at, hq.timeout_seconds, sum(u.n) OVER (PARTITION BY hq.company_id) AS of_company
    FROM (SELECT d.hook_id, count(*)::integer AS n FROM unnest(v_batch.hook_ids) AS d (hook_id) GROUP BY 1) AS u
    CROSS JOIN LATERAL (
      SELECT o.company_id, o.is_quick, o.next_at, o.timeout_seconds FROM hook_queue o WHERE o.hook_id = u.hook_id OFFSET 0
    ) AS hq
  ) AS f
  WHERE f.of_company <= p_limit AND f.next_at <= v_now AND f.timeout_seconds <= p_timeout_max
    AND f.company_id <> ALL (CASE WHEN f.is_quick THEN p_quick_full ELSE p_slow_full END);

  v_row.has_more := false;
  IF coalesce(v_quick, v_slow) IS NOT NULL THEN
    -- Unlike what is fanned out, a lease must be on the disk before the request leaves.
    PERFORM set_config('synchronous_commit', v_commit, true);
    FOR v_row IN SELECT * FROM gancho.lease(
      p_worker, v_quick || v_slow, v_quick_shares || v_slow_shares, coalesce(cardinality(v_quick), 0), p_limit, p_slow, p_bytes, v_now
    ) LOOP
      EXIT WHEN v_row.delivery_id IS NULL;
      RETURN NEXT v_row;
    END LOOP;
  END IF;
  v_row.dispatched := json_build_object(
    'event_count', v_batch.event_count, 'delivery_count', v_batch.delivery_count, 'company_count', v_batch.company_count,
    'has_more', v_batch.has_more);
  RETURN NEXT v_row;
END
$$;
