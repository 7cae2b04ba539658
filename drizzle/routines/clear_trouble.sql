CREATE OR REPLACE FUNCTION gancho.clear_trouble(p_source text, p_code text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$ DELETE FROM engine_troubles WHERE source = p_source AND code = p_code $$;
