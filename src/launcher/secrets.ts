import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, fileFailure, LaunchFailure } from '@/launcher/failure';

/** Generated once for a data directory and kept in its `secrets.json`, readable by its owner only. */
export type Secrets = { secretKey: string; databasePassword: string };

export async function ensureSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json');
  const existing = await readSecrets(path);
  if (existing) return existing;
  const draft = `${path}.${process.pid}`;
  const secrets: Secrets = {
    secretKey: randomBytes(32).toString('base64'),
    databasePassword: randomBytes(24).toString('base64url'),
  };
  try {
    await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flush: true });
    // A link fails where a rename would replace: of two processes at once, the first one's count.
    await link(draft, path);
    return secrets;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw fileFailure(error, dataDir);
    return (await readSecrets(path)) ?? secrets;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readSecrets(path: string): Promise<Secrets | undefined> {
  try {
    const found = JSON.parse(await readFile(path, 'utf8')) as Partial<Secrets>;
    if (typeof found.secretKey === 'string' && typeof found.databasePassword === 'string') {
      return { secretKey: found.secretKey, databasePassword: found.databasePassword };
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw fileFailure(error, path);
  }
  throw new LaunchFailure(`${path} is damaged: restore it from a backup, it opens the database.`);
}
