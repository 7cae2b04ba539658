import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPostgres, type SqlTransaction as Sql } from './driver';
import { hashOf } from './hash-of';
import { MigrationError } from './migration-error';
import { keepRelease, OWN_RELEASE, type Release, readRelease, standingOf } from './release';
import {
  applyRoutines,
  keepRoutines,
  type RoutineFile,
  readRoutines,
  restoreRoutines,
} from './routines';

const OLDEST_POSTGRES = 150_000;
/** The schema of the versions before 0.2.0, which were edited in place. */
const BEFORE_THE_BASELINE = '0007_engine.sql';

export type Migration = { name: string; text: string; hash: string };

type Options = {
  /** The address of a login that owns the database's objects. On a pooled host, the direct address. */
  url: string;
  log?: (line: string) => void;
  /** The folder of the migrations, which run in the order of their names. Its folder `routines` holds the routines. */
  folder?: string;
  release?: Release;
};

/**
 * Brings the database to this release, in one transaction: it applies new migrations and changed routines, and restores
 * routines that were changed by hand. Several instances can run it at once, because the first takes an advisory lock,
 * and the others wait and find nothing to do. It does not change a database of a newer release.
 *
 * @returns the names of the migrations and routines that were applied.
 * @throws MigrationError
 */
export async function migrate(options: Options): Promise<string[]> {
  const { url, folder, log = () => {}, release = OWN_RELEASE } = options;
  const files = await readMigrations(folder);
  const routines = await readRoutines(folder && join(folder, 'routines'));
  const sql = openPostgres(url, { max: 1, applicationName: 'gancho migrate' });
  try {
    return await sql.begin(async (tx) => {
      await lockMigrations(tx);
      const database = await readRelease(tx);
      const standing = standingOf(database, release);
      if (standing === 'too new') throw tooNew(database, release);
      if (standing === 'newer') {
        log(`left as it is: the database belongs to release ${database?.version}`);
        return [];
      }
      return await bringUp(tx, { files, routines, release, log });
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Takes the lock under which one process migrates or restores a database, until its transaction ends. */
export async function lockMigrations(tx: Sql): Promise<void> {
  await tx`SELECT pg_advisory_xact_lock(7305087)`;
  await requireVersion(tx);
}

type Target = {
  files: readonly Migration[];
  routines: readonly RoutineFile[];
  release: Release;
  log: (line: string) => void;
};

/** Applies the missing migrations and routines. The caller holds the lock. */
export async function bringUp(
  tx: Sql,
  { files, routines, release, log }: Target,
): Promise<string[]> {
  const done = await applyMigrations(tx, files);
  const applied = await applyAllRoutines(tx, routines, done.length > 0, log);
  await keepRelease(tx, release);
  await tx`
    GRANT SELECT ON gancho.migrations, gancho.routines, gancho.routine_files, gancho.release TO gancho_engine`;
  await ensurePartitions(tx);
  for (const name of done) log(name);
  return [...done, ...applied];
}

function tooNew(database: Release | null, { version }: Release): MigrationError {
  return new MigrationError(
    `the database belongs to release ${database?.version}, and release ${version} can't work with it: start ${database?.servesFrom} or newer, or restore a backup of before (docs/upgrading.md)`,
  );
}

/** @returns the names of the migrations that it applied */
export async function applyMigrations(tx: Sql, files: readonly Migration[]): Promise<string[]> {
  const applied = await readApplied(tx);
  if (applied.has(BEFORE_THE_BASELINE)) {
    throw new MigrationError(
      'the database was made by a version before 0.2.0, which nothing newer can work with: start with a new data directory or database, or go on with that version',
    );
  }
  const done: string[] = [];
  for (const file of files) {
    const known = applied.get(file.name);
    if (known !== undefined && known !== file.hash) {
      throw new MigrationError(
        `migration ${file.name} has changed since it was applied to this database; restore the file, or use another database`,
      );
    }
    if (known !== undefined) continue;
    await tx.unsafe(file.text);
    await tx`INSERT INTO gancho.migrations (name, hash) VALUES (${file.name}, ${file.hash})`;
    done.push(file.name);
  }
  const names = new Set(files.map((file) => file.name));
  const unknown = [...applied.keys()].find((name) => !names.has(name));
  if (unknown !== undefined) {
    throw new MigrationError(
      `the database was migrated by a newer version of Gancho (${unknown}); start that version, or use another database`,
    );
  }
  return done;
}

async function applyAllRoutines(
  tx: Sql,
  files: readonly RoutineFile[],
  isMigrated: boolean,
  log: (line: string) => void,
): Promise<string[]> {
  const applied = await applyRoutines(tx, files);
  if (isMigrated || applied.length > 0) await keepRoutines(tx);
  else for (const name of await restoreRoutines(tx)) log(`put back: ${name}`);
  return applied.map((name) => `routines/${name}.sql`);
}

/** The migrations of this code. */
export async function readMigrations(
  // Otherwise the build assumes that any file of the project may be read.
  folder = join(/* turbopackIgnore: true */ process.cwd(), 'drizzle'),
): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, hash: hashOf(text) };
    }),
  );
}

async function requireVersion(tx: Sql): Promise<void> {
  const [row] = await tx<{ v: number }[]>`SELECT current_setting('server_version_num')::int AS v`;
  if (row === undefined || row.v < OLDEST_POSTGRES) {
    throw new MigrationError('the database is older than Postgres 15; use 15 or newer');
  }
}

async function readApplied(tx: Sql): Promise<Map<string, string>> {
  await tx`CREATE SCHEMA IF NOT EXISTS gancho`;
  await tx`CREATE TABLE IF NOT EXISTS gancho.migrations (
    name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`;
  const rows = await tx<{ name: string; hash: string }[]>`SELECT name, hash FROM gancho.migrations`;
  return new Map(rows.map((row) => [row.name, row.hash]));
}

/** Creates the partitions of today and of the coming week. The purge creates the later ones. */
async function ensurePartitions(tx: Sql): Promise<void> {
  await tx`SELECT gancho.create_partitions(gancho.day_of(clock_timestamp()) + n) FROM generate_series(-1, 7) AS n`;
}
