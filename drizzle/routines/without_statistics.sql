-- Writes the part of an ALTER TABLE that excludes these columns from ANALYZE.
CREATE OR REPLACE FUNCTION gancho.without_statistics(VARIADIC p_columns text[]) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT string_agg(format('ALTER COLUMN %I SET STATISTICS 0', c), ', ') FROM unnest(p_columns) AS c $$;
