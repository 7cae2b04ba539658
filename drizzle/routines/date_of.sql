-- Writes a day number as a date: 2026-02-28.
CREATE OR REPLACE FUNCTION gancho.date_of(p_day integer) RETURNS text
LANGUAGE sql IMMUTABLE
AS $$ SELECT to_char(to_timestamp(p_day::double precision * 86400) AT TIME ZONE 'UTC', 'YYYY-MM-DD') $$;
