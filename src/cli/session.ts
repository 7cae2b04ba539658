import { borrowEmbedded, openGiven } from '@/cli/database';
import { loadEnv, type RuntimeEnv } from '@/env';
import { LaunchFailure } from '@/launcher/failure';
import { checkInstallation } from '@/launcher/installation-check';
import { createContainer } from '@/server/container';
import { migrate } from '@/server/db/migrate';
import type { Context } from '@/server/services/context';
import { requireSecretKey } from '@/server/services/setup';

/** The resources of a command. */
export type Session = { env: RuntimeEnv; ctx: Context; close(): Promise<void> };

export type OpenSession = (options: {
  /** Whether the database must have this version. */
  isMigrated: boolean;
}) => Promise<Session>;

/**
 * Opens the database of the settings. An embedded database that does not run yet runs as long as the command does.
 *
 * @throws LaunchFailure, EnvError, MigrationError, ServiceError
 */
export const openSession: OpenSession = async ({ isMigrated }) => {
  const settings = loadEnv();
  const { env, release } =
    settings.databaseUrl === null ? await borrowEmbedded(settings) : await openGiven(settings);
  try {
    // Our own database follows the program. A given database changes only on command.
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

/** Nothing is logged, because stdout belongs to the command. */
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
