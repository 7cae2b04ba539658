-- Records an event for one hook and queues its delivery as a test. It takes ten tests at once, then one every 6 s;
-- above that it returns retry_after_seconds alone. No row: the company has no such hook.
CREATE OR REPLACE FUNCTION gancho.send_test(
  p_hook_id bigint, p_project_id bigint, p_ulid text, p_resource_name text, p_resource_level text, p_resource_id text,
  p_event_type text, p_user_id text, p_data text
) RETURNS TABLE (event_id bigint, delivery_id bigint, retry_after_seconds integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
#variable_conflict use_column
DECLARE
  v_now timestamptz := clock_timestamp();
  v_day bigint := gancho.day_of(v_now)::bigint << 37;
  v_company bigint;
  v_tat timestamptz;
  v_event bigint;
  v_delivery bigint;
BEGIN
  PERFORM gancho.lock_hook(p_hook_id);
  SELECT h.company_id, greatest(h.test_tat, v_now) INTO v_company, v_tat FROM hook_queue h
  WHERE h.hook_id = p_hook_id AND (gancho.current_company() IS NULL OR h.company_id = gancho.current_company());
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF v_tat > v_now + interval '54 seconds' THEN
    RETURN QUERY SELECT NULL::bigint, NULL::bigint, ceil(extract(epoch FROM v_tat - v_now) - 54)::integer;
    RETURN;
  END IF;
  UPDATE hook_queue h SET test_tat = v_tat + interval '6 seconds' WHERE h.hook_id = p_hook_id;

  v_event := v_day | nextval('gancho.event_sequence');
  v_delivery := v_day | nextval('gancho.delivery_sequence');
  INSERT INTO events (
    id, company_id, project_id, ulid, resource_name, resource_level, resource_id, event_type, user_id,
    occurred_at, recorded_at, data, size_bytes, is_test
  ) VALUES (
    v_event, v_company, p_project_id, p_ulid, p_resource_name, p_resource_level, p_resource_id, p_event_type, p_user_id,
    v_now, v_now, p_data::json, 500 + coalesce(octet_length(p_data), 0), true
  );
  INSERT INTO deliveries (
    id, company_id, hook_id, event_id, project_id, resource_name, resource_id, event_type, created_at, is_test
  ) VALUES (
    v_delivery, v_company, p_hook_id, v_event, p_project_id, p_resource_name, p_resource_id, p_event_type, v_now, true
  );
  INSERT INTO delivery_counts AS c (company_id, hook_id, day, queued)
  VALUES (v_company, p_hook_id, (v_delivery >> 37)::integer, 1)
  ON CONFLICT (hook_id, day) DO UPDATE SET queued = c.queued + 1;
  INSERT INTO queue (hook_id, delivery_id, event_id, due_at, is_test)
  VALUES (p_hook_id, v_delivery, v_event, v_now, true);
  PERFORM gancho.reschedule(ARRAY[p_hook_id]);
  RETURN QUERY SELECT v_event, v_delivery, NULL::integer;
END
$$;

GRANT EXECUTE ON FUNCTION gancho.send_test(bigint, bigint, text, text, text, text, text, text, text) TO gancho_tenant;
