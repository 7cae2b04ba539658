import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPostgres, type SqlTransaction as Sql } from './driver';
import { keepRoutines, restoreRoutines } from './routines';

const OLDEST_POSTGRES = 150_000;

/** The database can't be brought to this version; the message says what to do. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

type Migration = { name: string; text: string; hash: string };

type Options = {
  /** A login that owns the database's objects; on a pooled host the direct address. */
  url: string;
  log?: (line: string) => void;
  /** Where the .sql files lie; they run in the order of their names. */
  folder?: string;
};

/**
 * Brings the database to this version, and puts back routines that somebody has changed since. Safe to run from several instances at once: the first takes a
 * transaction-scoped advisory lock, the others wait and find nothing left to do. All or nothing.
 *
 * @returns the names of the migrations that were applied.
 */
export async function migrate({ url, log = () => {}, folder }: Options): Promise<string[]> {
  const files = await readMigrations(folder);
  const sql = openPostgres(url, { max: 1, applicationName: 'gancho migrate' });
  try {
    return await sql.begin(async (tx) => {
      await tx`SELECT pg_advisory_xact_lock(7305087)`;
      await requireVersion(tx);
      const applied = await readApplied(tx);
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
        log(file.name);
        done.push(file.name);
      }
      const names = new Set(files.map((file) => file.name));
      const newer = [...applied.keys()].find((name) => !names.has(name));
      if (newer !== undefined) {
        throw new MigrationError(
          `the database was migrated by a newer version of Gancho (${newer}); start that version, or use another database`,
        );
      }
      if (done.length > 0) await keepRoutines(tx);
      else for (const name of await restoreRoutines(tx)) log(`put back: ${name}`);
      await tx`GRANT SELECT ON gancho.migrations, gancho.routines TO gancho_engine`;
      await ensurePartitions(tx);
      return done;
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The migrations of this code. */
export async function readMigrations(
  // Else the build takes the whole project for files that may be read.
  folder = join(/* turbopackIgnore: true */ process.cwd(), 'drizzle'),
): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, hash: createHash('sha256').update(text).digest('hex') };
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

/** Today's partitions and those of the coming week; purge keeps them coming. */
async function ensurePartitions(tx: Sql): Promise<void> {
  await tx`SELECT gancho.create_partitions(gancho.day_of(clock_timestamp()) + n) FROM generate_series(-1, 7) AS n`;
}
