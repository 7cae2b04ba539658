import type { SqlTransaction } from '../driver';
import { BackupError } from './backup-error';

/**
 * Refuses to replace the database of a running server. It looks for the direct connections with which the processes
 * listen, because idle connections of a pooler prove nothing.
 * @throws BackupError
 */
export async function requireStopped(tx: SqlTransaction): Promise<void> {
  const running = await tx`
    SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND application_name IN ('gancho listen', 'gancho wake') LIMIT 1`;
  if (running.length === 0) return;
  throw new BackupError('Gancho is running on this database: stop it, and restore again.');
}

/** @throws BackupError if the database has data that is not to be replaced */
export async function requireEmpty(tx: SqlTransaction, replaces: boolean): Promise<void> {
  if (replaces || !(await hasData(tx))) return;
  throw new BackupError(
    'The database has companies or users already: restore into a new one, or delete all that it has with --replace.',
  );
}

async function hasData(tx: SqlTransaction): Promise<boolean> {
  const [known] = await tx<{ is_there: boolean }[]>`
    SELECT to_regclass('gancho.companies') IS NOT NULL AND to_regclass('gancho.users') IS NOT NULL AS is_there`;
  if (!known?.is_there) return false;
  // Row security hides the rows from the owner.
  await tx`SET LOCAL ROLE gancho_engine`;
  const [found] = await tx<{ any: boolean }[]>`
    SELECT EXISTS (SELECT FROM gancho.companies) OR EXISTS (SELECT FROM gancho.users) AS any`;
  await tx`RESET ROLE`;
  return found?.any ?? false;
}
