-- Adds one result to the histogram for each bucket in p_buckets. A null histogram is an empty one.
CREATE OR REPLACE FUNCTION gancho.count_latencies(p_latency integer[], p_buckets integer[]) RETURNS integer[]
LANGUAGE plpgsql IMMUTABLE
AS $$
DECLARE
  v_latency integer[] := coalesce(p_latency, array_fill(0, ARRAY[48 /* LATENCY_BUCKETS */]));
  v_bucket integer;
BEGIN
  IF p_buckets IS NOT NULL THEN
    FOREACH v_bucket IN ARRAY p_buckets LOOP
      v_latency[v_bucket + 1] := v_latency[v_bucket + 1] + 1;
    END LOOP;
  END IF;
  RETURN v_latency;
END
$$;
