import { type Env, type RuntimeEnv, runtimeEnv } from '@/env';
import { checkDatabase } from '@/launcher/database-check';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/launcher/embedded-postgres';
import { ensureSecrets } from '@/launcher/secrets';

/** Settings with a database that answers: the given one, or the embedded one of the data directory. */
export type Runtime = { env: RuntimeEnv; embedded: EmbeddedPostgres | null };

/** @throws LaunchFailure, EnvError */
export async function openRuntime(env: Env, log: (line: string) => void): Promise<Runtime> {
  if (env.databaseUrl !== null) {
    const given = runtimeEnv(env);
    await checkDatabase(given.databaseUrl);
    if (given.migrationDatabaseUrl !== given.databaseUrl)
      await checkDatabase(given.migrationDatabaseUrl, 'DATABASE_URL_UNPOOLED');
    return { env: given, embedded: null };
  }
  const embedded = await startEmbeddedPostgres({ dataDir: env.dataDir, log });
  const secrets = await ensureSecrets(env.dataDir);
  const secretKey = env.secretKey ?? Buffer.from(secrets.secretKey, 'base64');
  const database = { databaseUrl: embedded.url, migrationDatabaseUrl: embedded.url };
  return { env: runtimeEnv({ ...env, ...database, secretKey }), embedded };
}
