import { conflict } from '@/domain/errors';
import { instance } from '@/server/db/schema';
import { backupProof, isKeyCheckValue, keyCheckValue, keyName } from '@/server/gateways/secret-box';
import type { Services } from '../context';

type Keys = { secretKey: Buffer; secretKeyPrevious: Buffer | null };

/**
 * Refuses a key other than the one that this database was set up with. Stored values could not be decrypted with it,
 * and new values could not be decrypted later.
 *
 * @throws ServiceError `conflict`
 */
export async function requireSecretKey({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db'>;
  input: Keys;
}): Promise<void> {
  const [row] = await ctx.db.asSystem((tx) =>
    tx.select({ keyCheck: instance.keyCheck }).from(instance),
  );
  if (row !== undefined) checkKey(row.keyCheck, input);
}

/** @throws ServiceError `conflict` */
export function checkKey(stored: string, keys: Keys): void {
  if (isKnown(stored, keys)) return;
  throw conflict(
    'GANCHO_SECRET_KEY is not the key that this database was set up with: put that key back (secrets in the database can be read with no other), or use another database.',
  );
}

/**
 * Refuses to restore secrets that this installation cannot decrypt.
 * @throws ServiceError `conflict`
 */
export function checkKeyOfBackup(stored: string, keys: Keys): void {
  if (isKnown(stored, keys)) return;
  const own = keyName(keyCheckValue(keys.secretKey));
  throw conflict(
    `The backup opens with the key ${keyName(stored)}, and this installation has ${own}: set GANCHO_SECRET_KEY to the key of the installation that was backed up (secretKey in the secrets.json of its data directory).`,
  );
}

/**
 * Returns the proof function of the key that a database or a backup has noted.
 * @throws ServiceError `conflict` if this installation does not have that key
 */
export function proverOf(keys: Keys): (stored: string) => (checksum: Buffer) => Buffer {
  return (stored) => {
    const key = knownKey(stored, keys);
    if (key !== undefined) return (checksum) => backupProof(key, checksum);
    throw conflict(
      `The database is sealed with the key ${keyName(stored)}, which this installation does not have: set GANCHO_SECRET_KEY to it.`,
    );
  };
}

const isKnown = (stored: string, keys: Keys): boolean => knownKey(stored, keys) !== undefined;

function knownKey(stored: string, { secretKey, secretKeyPrevious }: Keys): Buffer | undefined {
  const keys = [secretKey, ...(secretKeyPrevious ? [secretKeyPrevious] : [])];
  return keys.find((key) => isKeyCheckValue(key, stored));
}
