import { sql } from 'drizzle-orm';
import type { SystemHealth } from '@/contracts/system-health';
import { engineHeartbeat } from '@/server/db/schema';
import type { Services } from '../context';

/** Three intervals of the sweep. */
const SILENCE_MAX_SECONDS = 180;

/** Postgres' codes for what is missing before the migrations have run: table, schema, role, column. */
const NOT_MIGRATED = new Set(['42P01', '3F000', '22023', '42703', '42704']);

const MESSAGES = {
  database_unreachable: 'The database does not answer.',
  database_not_migrated: 'The database is not migrated: run npm run -s gancho -- migrate.',
  engine_silent: 'The delivery engine has not swept for three minutes: check the worker.',
} as const;

/** Whether events that are published now will be delivered: the same test for both engines. */
export async function checkHealth({ ctx }: { ctx: Pick<Services, 'db'> }): Promise<SystemHealth> {
  try {
    const [row] = await ctx.db.asSystem((tx) =>
      tx
        .select({
          engine: engineHeartbeat.engine,
          sweptAt: engineHeartbeat.sweptAt,
          ageSeconds: sql<number>`extract(epoch FROM clock_timestamp() - ${engineHeartbeat.sweptAt})::float8`,
        })
        .from(engineHeartbeat),
    );
    if (row === undefined) return down('engine_silent');
    if (row.ageSeconds > SILENCE_MAX_SECONDS) return down('engine_silent', row.sweptAt);
    return { status: 'ok', engine: row.engine, sweptAt: row.sweptAt };
  } catch (error) {
    return down(
      NOT_MIGRATED.has(postgresCode(error) ?? '')
        ? 'database_not_migrated'
        : 'database_unreachable',
    );
  }
}

function down(reason: keyof typeof MESSAGES, sweptAt: Date | null = null): SystemHealth {
  return { status: 'unavailable', reason, message: MESSAGES[reason], sweptAt };
}

/** Drizzle wraps the driver's error. */
function postgresCode(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return null;
}
