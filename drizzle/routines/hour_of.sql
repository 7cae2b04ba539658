CREATE OR REPLACE FUNCTION gancho.hour_of(at timestamptz) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT floor(extract(epoch FROM at) / 3600)::integer $$;
