import { borrowEmbedded, openGiven } from '@/cli/database';
import { loadEnv, type RuntimeEnv } from '@/env';
import { LaunchFailure } from '@/launcher/failure';
import { checkInstallation } from '@/launcher/installation-check';
import { createContainer } from '@/server/container';
import { migrate } from '@/server/db/migrate';
import type { Context } from '@/server/services/context';
import { requireSecretKey } from '@/server/services/setup';

/** What a command works with. */
export type Session = { env: RuntimeEnv; ctx: Context; close(): Promise<void> };

export type OpenSession = (options: {
  /** Whether the database has to be of this version. */
  isMigrated: boolean;
}) => Promise<Session>;

/**
 * Opens the database of the settings: the given one; or the embedded one, which is running already or
 * runs for as long as the command does.
 *
 * @throws LaunchFailure, EnvError, MigrationError, ServiceError
 */
export const openSession: OpenSession = async ({ isMigrated }) => {
  const settings = loadEnv();
  const { env, release } =
    settings.databaseUrl === null ? await borrowEmbedded(settings) : await openGiven(settings);
  try {
    // A database of our own follows the program; one that was given changes only when told to.
    if (isMigrated && settings.databaseUrl === null) {
      await checkInstallation(env);
      await migrate({ url: env.migrationDatabaseUrl });
    }
    const session = sessionOf(env, release);
    if (isMigrated) await requireReady(session);
    return session;
  } catch (error) {
    await release();
    throw error;
  }
};

/** stdout belongs to the command: nothing is logged. */
export function sessionOf(env: RuntimeEnv, release: () => Promise<void>): Session {
  const settings: RuntimeEnv = { ...env, logLevel: 'silent' };
  const container = createContainer(settings, { connections: 3, applicationName: 'gancho cli' });
  return {
    env,
    ctx: { ...container.services, actor: { kind: 'operator' } },
    close: async () => {
      await container.close();
      await release();
    },
  };
}

async function requireReady({ env, ctx, close }: Session): Promise<void> {
  try {
    const [row] = await ctx.db.engine<{ name: string | null }[]>`
      SELECT to_regclass('gancho.instance')::text AS name`;
    if (row?.name == null) {
      throw new LaunchFailure(
        'The database is not set up: run npm run -s gancho -- migrate first.',
      );
    }
    await requireSecretKey({ ctx, input: env });
  } catch (error) {
    await close();
    throw error;
  }
}
