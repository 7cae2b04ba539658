-- Locks up to p_hooks hooks that need a claim, and divides p_limit slots among their companies and then among the hooks
-- of each. Companies take turns in a random order; within a company the hook that has waited longest comes first. It
-- skips the companies p_full and hooks that others have locked.
CREATE OR REPLACE FUNCTION gancho.take_hooks(
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
  -- The index excludes hooks at infinity, and a generic plan cannot know that p_now is below that.
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
    -- A company with many hooks must not hide a company whose hook has just become due: one hook of each company, from
    -- a random company on.
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
