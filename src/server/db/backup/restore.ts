import { pipeline } from 'node:stream/promises';
import { openPostgres, type SqlTransaction } from '../driver';
import { asDriverError } from '../driver-error';
import { applyMigrations, bringUp, lockMigrations, readMigrations } from '../migrate';
import { OWN_RELEASE, type Release } from '../release';
import { readRoutines } from '../routines';
import { BackupError } from './backup-error';
import { columnList, quoted, readTableNames, type Table } from './catalogue';
import type { Dumped } from './dump';
import { isOlder, requireKnown } from './fit';
import { type Prove, requireProof, type Seal } from './frames';
import type { BackupHeader } from './header';
import { readBackup } from './read';
import { requireEmpty, requireStopped } from './require-stopped';
import { setSession } from './session';
import { settle } from './settle';

type Input = {
  /** The address of a login that owns the database's objects, without a transaction pooler. */
  url: string;
  path: string;
  /** The result of the first read of the file. */
  header: BackupHeader;
  seal: Seal;
  prover: (keyCheck: string) => Prove;
  /** Whether to delete the current content of the database. */
  replaces: boolean;
  /** The folder of this release's migrations. */
  folder?: string;
  release?: Release;
};

/**
 * Restores the database to the moment of the backup, in one transaction. It creates the schema of the backup, fills it,
 * and migrates it to this release.
 *
 * @throws BackupError
 */
export async function restoreDatabase(input: Input): Promise<Dumped> {
  const { url, header, folder, release = OWN_RELEASE } = input;
  const files = await readMigrations(folder);
  const routines = await readRoutines(folder && `${folder}/routines`);
  requireProof(input.seal, input.prover(header.keyCheck));
  requireKnown(header, files, release);
  const sql = openPostgres(url, { max: 1, applicationName: 'gancho restore', isPipelined: false });
  try {
    return await sql.begin(async (tx) => {
      await setSession(tx);
      await lockMigrations(tx);
      await requireStopped(tx);
      await requireEmpty(tx, input.replaces);
      await dropSchema(tx);
      const bringToThisRelease = () => bringUp(tx, { files, routines, release, log: () => {} });
      const isOfBefore = isOlder(header, files);
      if (isOfBefore) {
        await applyMigrations(tx, files.slice(0, header.migrations.length));
        await makePartitions(tx, header);
      } else {
        await bringToThisRelease();
        await createPartitions(tx, header.days);
      }
      const done = await copyIn(tx, input);
      await setSequences(tx, header);
      if (isOfBefore) await bringToThisRelease();
      await settle(tx);
      await analyze(tx);
      return done;
    });
  } catch (error) {
    throw explain(asDriverError(error));
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Drops and creates the schema, so that every earlier state leads to the same result. */
async function dropSchema(tx: SqlTransaction): Promise<void> {
  await tx`SET LOCAL lock_timeout = '10s'`;
  await tx`DROP SCHEMA IF EXISTS gancho CASCADE`;
}

/**
 * Creates the partitions with the routines of the release that took the backup, so that later migrations find what they
 * expect. It drops these routines afterwards, because migrations of a new database also run without routines.
 */
async function makePartitions(tx: SqlTransaction, { routines, days }: BackupHeader): Promise<void> {
  await tx`SET LOCAL check_function_bodies = off`;
  for (const { definition } of routines) await tx.unsafe(definition);
  await createPartitions(tx, days);
  for (const { name } of routines) await tx.unsafe(`DROP ROUTINE ${name}`);
}

async function createPartitions(tx: SqlTransaction, days: readonly number[]): Promise<void> {
  for (const day of days) await tx`SELECT gancho.create_partitions(${day}::integer)`;
}

/**
 * COPY cannot write to a table under row security, and FORCE applies row security to the owner. The restore lifts FORCE
 * for the owner inside the transaction. gancho_tenant and gancho_engine keep their policies, and nobody sees the tables
 * before FORCE is back. An INSERT as gancho_engine would write each row twice.
 */
async function copyIn(tx: SqlTransaction, { path, seal }: Input): Promise<Dumped> {
  const forced = await tx<{ name: string }[]>`
    SELECT c.oid::regclass::text AS name FROM pg_class c
    WHERE c.relnamespace = 'gancho'::regnamespace AND c.relforcerowsecurity`;
  for (const { name } of forced) await tx.unsafe(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
  await emptyTables(tx);
  const done = await readBackup(path, async (table, rows) => copyTable(tx, table, rows));
  for (const { name } of forced) await tx.unsafe(`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`);
  // The file may have changed since the first read.
  if (done.seal.checksum.equals(seal.checksum)) return done;
  throw new BackupError(`${path} has changed during the restore: try again.`);
}

/** Deletes the rows that the migrations have written. */
async function emptyTables(tx: SqlTransaction): Promise<void> {
  await tx.unsafe(`TRUNCATE ${await everyTable(tx)}`);
}

/** Without this, Postgres would plan for empty tables. */
async function analyze(tx: SqlTransaction): Promise<void> {
  await tx.unsafe(`ANALYZE ${await everyTable(tx)}`);
}

async function everyTable(tx: SqlTransaction): Promise<string> {
  const names = await readTableNames(tx);
  return names.map((name) => `gancho.${quoted(name)}`).join(', ');
}

async function copyTable(
  tx: SqlTransaction,
  table: Table,
  rows: AsyncIterable<Buffer>,
): Promise<void> {
  const target = `gancho.${quoted(table.name)} (${columnList(table)})`;
  await pipeline(rows, tx.copyIn(`COPY ${target} FROM STDIN`));
}

async function setSequences(tx: SqlTransaction, { sequences }: BackupHeader): Promise<void> {
  for (const { name, last } of sequences) {
    if (last === null) continue;
    await tx`SELECT setval(${`gancho.${quoted(name)}`}::text::regclass, ${last}::text::bigint)`;
  }
}

function explain(error: unknown): unknown {
  switch (error instanceof Error && 'code' in error ? error.code : null) {
    case '55P03':
      return new BackupError(
        'Something else is at work in the database: end it, and restore again. Nothing was changed.',
      );
    case '53200':
      return new BackupError(
        'The database has no room for the locks of all these days: restore into a new one, or raise its max_locks_per_transaction. Nothing was changed.',
      );
    default:
      return error;
  }
}
