-- Returns when the head of a queue that is served by id is due: an in-order queue, whose head may be leased, or a queue
-- with a discard mark. Null: the queue is empty.
CREATE OR REPLACE FUNCTION gancho.head_by_id(p_hook_id bigint, p_is_in_order boolean, p_discard_through bigint) RETURNS timestamptz
LANGUAGE plpgsql STABLE SET search_path = gancho, pg_temp
AS $$
BEGIN
  RETURN (
    SELECT q.due_at FROM queue q
    WHERE q.hook_id = p_hook_id AND q.delivery_id > p_discard_through AND NOT q.is_test AND (p_is_in_order OR q.worker IS NULL)
    ORDER BY q.delivery_id LIMIT 1);
END
$$;
