-- Stores events, one for each array element; p_keys may hold nulls. An event whose key is known is not stored again:
-- event_ids then holds the id of the first event with this key, and known_ulids its ULID (null: all events are new).
CREATE OR REPLACE FUNCTION gancho.publish(
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
    -- Ordered by key, so that two publishers of the same keys cannot deadlock.
    INSERT INTO idempotency_keys (company_id, key, event_id)
    SELECT DISTINCT ON (k.company_id, k.key) k.company_id, k.key, k.event_id
    FROM unnest(p_company_ids, p_keys, v_ids) AS k (company_id, key, event_id)
    WHERE k.key IS NOT NULL
    ORDER BY k.company_id, k.key, k.event_id
    ON CONFLICT (company_id, key) DO NOTHING;

    -- A second statement, because only a new snapshot sees the keys that other publishers have just committed.
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
    -- occurred_at is not compared, because a source may set a new time when it retries.
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
