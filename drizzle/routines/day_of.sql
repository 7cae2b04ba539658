CREATE OR REPLACE FUNCTION gancho.day_of(at timestamptz) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT floor(extract(epoch FROM at) / 86400)::integer $$;
