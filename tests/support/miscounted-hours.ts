import type { Runner } from '@/server/db/statement';

export type MiscountedHour = {
  hook_id: number;
  hour: number;
  counted: string;
  stored: string;
};

/**
 * The hours whose figures differ from a count over attempts and deliveries. A redelivered delivery counts once in each
 * hour in which it ended, so there must be none.
 */
export function miscountedHours(sql: Runner) {
  return sql<MiscountedHour[]>`
    WITH facts AS (
      SELECT a.hook_id, a.started_at AS at, CASE a.outcome WHEN 'success' THEN 'success' ELSE 'failure' END AS fact
      FROM gancho.attempts a JOIN gancho.deliveries d ON d.id = a.delivery_id WHERE NOT d.is_test
      UNION ALL
      SELECT a.hook_id, a.started_at, 'latency'
      FROM gancho.attempts a JOIN gancho.deliveries d ON d.id = a.delivery_id WHERE NOT d.is_test
        AND (a.response_status IS NOT NULL OR a.error ->> 'code' IN ('timeout_headers', 'connect_timeout'))
      UNION ALL
      SELECT d.hook_id, d.finished_at, d.status FROM gancho.deliveries d
      WHERE NOT d.is_test AND d.finished_at IS NOT NULL
    ), stored AS (
      SELECT hook_id, floor(extract(epoch FROM at) / 3600)::int AS hour,
        concat_ws(' ', count(*) FILTER (WHERE fact = 'success'), count(*) FILTER (WHERE fact = 'failure'),
          count(*) FILTER (WHERE fact = 'latency'), count(*) FILTER (WHERE fact = 'delivered'),
          count(*) FILTER (WHERE fact = 'failed'), count(*) FILTER (WHERE fact = 'discarded')) AS figures
      FROM facts GROUP BY 1, 2
    ), counted AS (
      SELECT hook_id, hour, concat_ws(' ', successes, failures, (SELECT sum(n) FROM unnest(latency) AS n),
        delivered, failed, discarded) AS figures
      FROM gancho.hook_hours
    )
    SELECT hook_id::float8 AS hook_id, hour, coalesce(c.figures, 'nothing') AS counted, coalesce(s.figures, 'nothing') AS stored
    FROM counted c FULL JOIN stored s USING (hook_id, hour)
    WHERE coalesce(c.figures, '0 0 0 0 0 0') <> coalesce(s.figures, '0 0 0 0 0 0')`;
}
