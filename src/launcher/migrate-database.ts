import { loadEnv, runtimeEnv } from '@/env';
import { checkDatabase } from '@/launcher/database-check';
import { migrate } from '@/server/db/migrate';

/** Brings the database of DATABASE_URL to this version, before a build that will serve from it. */
export async function migrateDatabase(): Promise<void> {
  const env = runtimeEnv(loadEnv());
  await checkDatabase(env.migrationDatabaseUrl);
  await migrate({
    url: env.migrationDatabaseUrl,
    log: (line) => process.stdout.write(`migrated: ${line}\n`),
  });
}
