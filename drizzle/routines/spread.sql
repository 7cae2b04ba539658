-- When the delivery at a place, from 1, of p_count becomes due, if they are spread over p_within in five steps. A claim of
-- many costs less than many claims of one.
CREATE OR REPLACE FUNCTION gancho.spread(p_now timestamptz, p_within interval, p_place bigint, p_count integer) RETURNS timestamptz
LANGUAGE sql IMMUTABLE
AS $$ SELECT p_now + p_within * ((p_place - 1) * 5 / p_count) / 5 $$;
