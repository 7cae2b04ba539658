-- Deletes rows that expire by their own age and not by the retention.
CREATE OR REPLACE FUNCTION gancho.forget_expired() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
BEGIN
  DELETE FROM access_tokens WHERE expires_at < clock_timestamp() - interval '1 day';
  DELETE FROM sign_in_links WHERE expires_at < clock_timestamp() - interval '1 day';
  DELETE FROM sessions WHERE expires_at < clock_timestamp();
  DELETE FROM idempotent_requests WHERE created_at < clock_timestamp() - interval '1 day';
END
$$;
