import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, fileFailure, LaunchFailure, readFailure } from '@/launcher/failure';
import { createFileOnce } from '@/launcher/files';

/** Generated once for a data directory and kept in its `secrets.json`, which only its owner can read. */
export type Secrets = {
  secretKey: string;
  /** The password of the application's login. */
  databasePassword: string;
  /** The password of the superuser that sets up the database. */
  databaseAdminPassword: string;
};

/**
 * Refuses a database without its secrets, because new secrets would open nothing in it.
 * @throws LaunchFailure
 */
export async function requireSecretsOf(data: string, dataDir: string): Promise<void> {
  const path = join(dataDir, 'secrets.json');
  if ((await readIfThere(join(data, 'PG_VERSION'))) === undefined) return;
  if ((await readIfThere(path)) !== undefined) return;
  throw new LaunchFailure(
    `${path} is lost, and nothing else opens the database in ${data}: restore it from a backup, or set GANCHO_DATA_DIR to a new folder.`,
    'secrets',
  );
}

export async function ensureSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json');
  try {
    return parse((await readIfThere(path)) ?? (await create(path)), path);
  } catch (error) {
    throw fileFailure(error, path);
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw readFailure(error, path);
  });
}

function create(path: string): Promise<string> {
  const secrets: Secrets = {
    secretKey: randomBytes(32).toString('base64'),
    databasePassword: randomBytes(24).toString('base64url'),
    databaseAdminPassword: randomBytes(24).toString('base64url'),
  };
  return createFileOnce(path, `${JSON.stringify(secrets, null, 2)}\n`, 0o600);
}

function parse(text: string, path: string): Secrets {
  try {
    const found = (JSON.parse(text) ?? {}) as Partial<Secrets>;
    const { secretKey, databasePassword, databaseAdminPassword } = found;
    if (typeof secretKey === 'string' && typeof databasePassword === 'string') {
      if (typeof databaseAdminPassword === 'string')
        return { secretKey, databasePassword, databaseAdminPassword };
      throw new LaunchFailure(
        `${path} and its database were made by a version before 0.2.0: set GANCHO_DATA_DIR to a new folder.`,
        'secrets',
      );
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new LaunchFailure(
    `${path} is damaged: restore it from a backup, it opens the database.`,
    'secrets',
  );
}
