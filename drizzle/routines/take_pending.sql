-- Takes pending events of companies that the caller has locked: up to p_events, but only as many as will make about
-- p_deliveries, and at least one. Companies take turns by their number of deliveries, so a single event never waits for
-- a hundred of another company; a random number decides ties. The events of a company come in the order of their ids.
CREATE OR REPLACE FUNCTION gancho.take_pending(p_companies bigint[], p_events integer, p_deliveries integer) RETURNS bigint[]
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

  -- With these bounds Postgres prunes the partitions of other days.
  WITH told AS MATERIALIZED (
    SELECT w.*, e.project_id, e.resource_name, e.event_type
    FROM unnest(v_companies, v_rows, v_events) AS w (company_id, first_event_id, id)
    CROSS JOIN LATERAL (
      SELECT v.project_id, v.resource_name, v.event_type FROM events v WHERE v.id = w.id AND v.id BETWEEN v_low AND v_high OFFSET 0
    ) AS e
  ), kinds AS MATERIALIZED (
    -- Most events of a company are of a few kinds, and all events of a kind go to the same hooks.
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
  -- A row of which some events were taken keeps the others.
  UPDATE pending_events p SET first_event_id = p.event_ids[r.n + 1], event_ids = p.event_ids[r.n + 1 :]
  FROM unnest(v_rows, v_taken) AS r (first_event_id, n) WHERE p.first_event_id = r.first_event_id;
  RETURN v_events;
END
$$;
