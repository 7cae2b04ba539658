-- Computes the pause in seconds before the nth probe of an open circuit: 1, 2, 4 ... 3600, and up to a tenth more so
-- that hooks that fail together do not return together. An endpoint can ask for more, up to an hour.
CREATE OR REPLACE FUNCTION gancho.probe_pause(p_step integer, p_asked_seconds integer) RETURNS double precision
LANGUAGE sql VOLATILE
AS $$
  SELECT greatest(least(2 ^ least(p_step - 1, 30), 3600 /* LONGEST_PAUSE_SECONDS */) * (1 + random() / 10), least(coalesce(p_asked_seconds, 0), 3600 /* LONGEST_PAUSE_SECONDS */))
$$;
