import type { Migration } from '../migrate';
import { compareVersions, type Release } from '../release';
import { BackupError } from './backup-error';
import type { BackupHeader } from './header';

type Applied = Pick<Migration, 'name' | 'hash'>;

/**
 * Refuses a backup whose migrations are not the first ones of this release. A restore creates the backup's schema,
 * fills it, and applies the other migrations.
 * @throws BackupError
 */
export function requireKnown(
  { release, migrations }: BackupHeader,
  files: readonly Applied[],
  own: Release,
): void {
  if (compareVersions(release, own.version) > 0) {
    throw new BackupError(
      `The backup is of release ${release}, and this is ${own.version}: restore it with ${release} or newer.`,
    );
  }
  const other = migrations.find((one, n) => {
    const file = files[n];
    return file?.name !== one.name || file.hash !== one.hash;
  });
  if (other === undefined) return;
  throw new BackupError(
    `The backup is of another version of release ${release}, whose migration ${other.name} this one does not have: restore it with the code that made it.`,
  );
}

export function isOlder({ migrations }: BackupHeader, files: readonly Applied[]): boolean {
  return migrations.length < files.length;
}
