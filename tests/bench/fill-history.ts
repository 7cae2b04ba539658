import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from '@/server/db/driver';

/** The superuser's URL of a data directory's embedded database. */
export async function databaseUrlOf(dataDir: string): Promise<string> {
  const read = async (file: string) => JSON.parse(await readFile(join(dataDir, file), 'utf8'));
  const { databaseAdminPassword } = await read('secrets.json');
  const { port } = await read('instance.json');
  return `postgres://postgres:${databaseAdminPassword}@127.0.0.1:${port}/gancho`;
}

type OneHook = { companyId: number; projectId: number; hookId: number };

/**
 * Gives a hook this number of delivered events, spread evenly over the past 27 days, and gives other hooks, if there
 * are any, three times as many in all. Successful deliveries get no attempts, because the list of events does not read
 * them.
 */
export async function fillHistory(
  sql: Sql,
  hook: OneHook,
  deliveries: number,
  others: readonly OneHook[] = [],
): Promise<void> {
  const days = 27;
  for (let ago = days; ago > 0; ago--) {
    for (const each of [hook, ...others]) {
      await fillDay(sql, each, {
        ago,
        deliveries: Math.ceil(
          (each === hook ? deliveries : (3 * deliveries) / others.length) / days,
        ),
        isEveryAttempt: false,
      });
    }
  }
  await settleHistory(sql);
}

/** Leaves the tables as autovacuum does in a month, so that it does not work on all of them during a measurement. */
export async function settleHistory(sql: Sql): Promise<void> {
  await sql`VACUUM (ANALYZE) gancho.events, gancho.deliveries, gancho.attempts`;
  await sql`CHECKPOINT`;
}

/** Fills the day that is this number of days ago. */
export async function fillDay(
  sql: Sql,
  { companyId, projectId, hookId }: OneHook,
  { ago, deliveries, isEveryAttempt }: { ago: number; deliveries: number; isEveryAttempt: boolean },
): Promise<void> {
  await sql`SELECT gancho.create_partitions(gancho.day_of(clock_timestamp()) - ${ago}::integer)`;
  await sql`
        WITH made AS (
          INSERT INTO gancho.deliveries (id, company_id, hook_id, event_id, project_id, resource_name,
            resource_id, event_type, status, attempts, response_status, created_at, first_attempt_at,
            last_attempt_at, finished_at)
          SELECT ((gancho.day_of(clock_timestamp()) - ${ago}::integer)::bigint << 37)
              + nextval('gancho.delivery_sequence'), ${companyId}, ${hookId},
            ((gancho.day_of(clock_timestamp()) - ${ago}::integer)::bigint << 37)
              + nextval('gancho.event_sequence'), ${projectId},
            (ARRAY['RFIs', 'Submittals', 'Punch Items', 'Drawings'])[1 + n % 4], (n % 50000)::text,
            (ARRAY['create', 'update', 'delete'])[1 + n % 3],
            CASE WHEN n % 997 = 0 THEN 'discarded' ELSE 'delivered' END, 1,
            CASE WHEN n % 997 = 0 THEN 503 ELSE 200 END, at, at, at, at
          FROM generate_series(1, ${deliveries}::integer) AS n,
            LATERAL (SELECT date_trunc('day', clock_timestamp()) - make_interval(days => ${ago}::integer)
              + n * interval '1 day' / (${deliveries}::integer + 1) AS at) AS t
          RETURNING id, event_id, resource_name, resource_id, event_type, status, response_status, created_at
        ), happened AS (
          INSERT INTO gancho.events (id, company_id, project_id, ulid, resource_name, resource_level,
            resource_id, event_type, occurred_at, recorded_at, data)
          SELECT event_id, ${companyId}, ${projectId}, upper(left(md5(event_id::text), 26)), resource_name,
            'project', resource_id, event_type, created_at, created_at, '{"subject":"Steel beam at axis C4"}'
          FROM made
        ), refused AS (
          INSERT INTO gancho.attempts (delivery_id, n, company_id, hook_id, outcome, response_status,
            started_at, finished_at)
          SELECT id, 1, ${companyId}, ${hookId}, CASE status WHEN 'delivered' THEN 'success' ELSE 'failure' END,
            response_status, created_at, created_at
          FROM made WHERE ${isEveryAttempt} OR status = 'discarded'
        ), happening AS (
          INSERT INTO gancho.hook_hours (company_id, hook_id, hour, successes, failures, delivered, discarded)
          SELECT ${companyId}, ${hookId}, gancho.hour_of(created_at), count(*) FILTER (WHERE status = 'delivered'),
            count(*) FILTER (WHERE status = 'discarded'), count(*) FILTER (WHERE status = 'delivered'),
            count(*) FILTER (WHERE status = 'discarded')
          FROM made GROUP BY 3
          ON CONFLICT DO NOTHING
        )
        INSERT INTO gancho.delivery_counts AS c (company_id, hook_id, day, delivered, discarded)
        SELECT ${companyId}, ${hookId}, gancho.day_of(clock_timestamp()) - ${ago}::integer,
          count(*) FILTER (WHERE status = 'delivered'), count(*) FILTER (WHERE status = 'discarded')
        FROM made
        ON CONFLICT (hook_id, day) DO UPDATE SET delivered = c.delivered + excluded.delivered,
          discarded = c.discarded + excluded.discarded`;
}
