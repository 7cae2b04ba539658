-- Marks deliveries as lost and counts them. The caller holds the locks of their hooks, and has ended the deliveries.
CREATE OR REPLACE FUNCTION gancho.note_lost(p_hook_ids bigint[], p_delivery_ids bigint[], p_company_ids bigint[]) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  INSERT INTO discards (hook_id, delivery_id, company_id, is_lost)
  SELECT u.hook_id, u.delivery_id, u.company_id, true
  FROM unnest(p_hook_ids, p_delivery_ids, p_company_ids) AS u (hook_id, delivery_id, company_id)
  ON CONFLICT (hook_id, delivery_id) DO UPDATE SET is_lost = true;
  UPDATE delivery_counts c SET lost = c.lost + x.n
  FROM (
    SELECT u.hook_id, (u.delivery_id >> 37)::integer AS day, count(*) AS n
    FROM unnest(p_hook_ids, p_delivery_ids) AS u (hook_id, delivery_id) GROUP BY 1, 2
  ) AS x
  WHERE c.hook_id = x.hook_id AND c.day = x.day;
END
$$;
