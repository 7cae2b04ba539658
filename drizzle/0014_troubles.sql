-- Why a process does not send: noted while that lasts, and taken back when it is over.

CREATE FUNCTION gancho.note_trouble(p_source text, p_code text, p_params jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  INSERT INTO engine_troubles AS t (source, code, params) VALUES (p_source, p_code, p_params)
  ON CONFLICT (source, code) DO UPDATE SET params = excluded.params, seen_at = excluded.seen_at
$$;

CREATE FUNCTION gancho.clear_trouble(p_source text, p_code text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$ DELETE FROM engine_troubles WHERE source = p_source AND code = p_code $$;

DO $$
DECLARE
  f regprocedure;
BEGIN
  FOREACH f IN ARRAY ARRAY[
    'gancho.note_trouble(text, text, jsonb)', 'gancho.clear_trouble(text, text)'
  ]::regprocedure[] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO CURRENT_USER, gancho_engine', f);
    EXECUTE format('ALTER FUNCTION %s OWNER TO gancho_engine', f);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO CURRENT_USER', f);
  END LOOP;
END
$$;
