CREATE OR REPLACE FUNCTION gancho.note_trouble(p_source text, p_code text, p_params jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = gancho, pg_temp
AS $$
  INSERT INTO engine_troubles AS t (source, code, params) VALUES (p_source, p_code, p_params)
  ON CONFLICT (source, code) DO UPDATE SET params = excluded.params, seen_at = excluded.seen_at
$$;
