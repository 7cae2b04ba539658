import { loadEnv, runtimeEnv } from '@/env';
import { checkDatabase } from '@/launcher/database-check';
import { checkInstallation } from '@/launcher/installation-check';
import { prepareInstance } from '@/launcher/prepare-instance';
import { migrate } from '@/server/db/migrate';

/**
 * Migrates the database of DATABASE_URL to this version. It runs before a build that will serve from it, because such a
 * host has no start of its own. The first admin signs in with the password in the settings.
 */
export async function migrateDatabase(): Promise<void> {
  const env = runtimeEnv(loadEnv());
  const log = (line: string) => process.stdout.write(`${line}\n`);
  const isOne = env.migrationDatabaseUrl === env.databaseUrl;
  await checkDatabase(env.migrationDatabaseUrl, isOne ? 'DATABASE_URL' : 'DATABASE_URL_UNPOOLED');
  await checkInstallation(env);
  await migrate({ url: env.migrationDatabaseUrl, log: (name) => log(`migrated: ${name}`) });
  if (env.adminPassword === null) return;
  const { isAdminNew } = await prepareInstance({ env, adminPassword: env.adminPassword, log });
  if (isAdminNew) log(`first admin: ${env.adminEmail}`);
}
