import packageJson from '../../../package.json';
import type { SqlTransaction } from './driver';

export type Release = {
  version: string;
  /** The oldest release that works with the schema of this one, so that a deployment may go back to it. */
  servesFrom: string;
};

/** docs/upgrading.md describes when servesFrom changes. */
export const OWN_RELEASE: Release = { version: packageJson.version, servesFrom: '0.2.0' };

export type Standing =
  /** The database is new, or of this release or an older one. */
  | 'ours'
  /** A newer release has changed it and supports this one. */
  | 'newer'
  /** A newer release has changed it and does not support this one. */
  | 'too new';

const TABLE = `CREATE TABLE IF NOT EXISTS gancho.release (
  id boolean PRIMARY KEY DEFAULT true CHECK (id), version text NOT NULL, serves_from text NOT NULL,
  since timestamptz NOT NULL DEFAULT now())`;

/** The release of the database. Null before the first one. */
export async function readRelease(tx: SqlTransaction): Promise<Release | null> {
  const [table] = await tx<{ name: string | null }[]>`
    SELECT to_regclass('gancho.release')::text AS name`;
  if (table?.name == null) return null;
  const [row] = await tx<Release[]>`
    SELECT version, serves_from AS "servesFrom" FROM gancho.release`;
  return row ?? null;
}

export function standingOf(database: Release | null, own: Release): Standing {
  if (database === null || compareVersions(database.version, own.version) <= 0) return 'ours';
  return compareVersions(database.servesFrom, own.version) <= 0 ? 'newer' : 'too new';
}

export async function keepRelease(tx: SqlTransaction, own: Release): Promise<void> {
  await tx.unsafe(TABLE);
  await tx`
    INSERT INTO gancho.release AS r (version, serves_from) VALUES (${own.version}, ${own.servesFrom})
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, serves_from = excluded.serves_from, since = now()
    WHERE r.version <> excluded.version OR r.serves_from <> excluded.serves_from`;
}

/** Compares versions of three numbers. Negative if `a` is older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (const n of [0, 1, 2]) {
    const difference = (left?.[n] ?? 0) - (right?.[n] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
