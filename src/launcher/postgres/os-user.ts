import { spawnSync } from 'node:child_process';
import { chown } from 'node:fs/promises';
import { LaunchFailure } from '@/launcher/failure';

/** The user that runs Postgres. `ids` is set only if it is not this process's user. */
export type OsUser = { name: string; ids?: { uid: number; gid: number } };

/**
 * Postgres refuses to run as root, so root runs it as the first of these users that exists. No user is ever created,
 * because it would outlive the data directory.
 */
const CANDIDATES = ['postgres', 'nobody'];

export function databaseUser(): OsUser {
  if (process.getuid?.() !== 0) return { name: 'this user' };
  for (const name of CANDIDATES) {
    const uid = numericId('-u', name);
    const gid = numericId('-g', name);
    if (uid !== undefined && gid !== undefined && uid !== 0) return { name, ids: { uid, gid } };
  }
  throw new LaunchFailure(
    'Postgres does not run as root, and neither a user "postgres" nor "nobody" exists here: start as an ordinary user, or set DATABASE_URL.',
  );
}

function numericId(flag: '-u' | '-g', name: string): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return status === 0 && /^\d+\s*$/.test(stdout) ? Number(stdout) : undefined;
}

/** Whether the shell test `script` succeeds as that user; `$1` is `path`. */
export function userCan(user: OsUser, script: string, path: string): boolean {
  if (!user.ids) return true;
  const { status } = spawnSync('/bin/sh', ['-c', script, 'sh', path], {
    ...user.ids,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}

export async function giveTo(user: OsUser, path: string): Promise<void> {
  if (user.ids) await chown(path, user.ids.uid, user.ids.gid);
}
