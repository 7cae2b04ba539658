import { openPostgres, type Sql, type SqlTransaction } from '../driver';
import { asDriverError } from '../driver-error';
import { BackupError } from './backup-error';
import {
  columnList,
  quoted,
  readDays,
  readSequences,
  readTableNames,
  readTables,
  requireFullSight,
  type Table,
} from './catalogue';
import { FrameWriter, type Prove } from './frames';
import { type BackupHeader, encodeHeader } from './header';
import { countRows, setSession } from './session';

type Input = {
  /** A direct address, not the address of a transaction pooler. */
  url: string;
  /** The check of this installation's key, for a database that has no noted check yet. */
  keyCheck: string;
  /** The check of the key that the database has noted. */
  prover: (keyCheck: string) => Prove;
  write: (bytes: Buffer) => Promise<void>;
};

export type TableCount = { table: string; rows: number };

export type Dumped = { header: BackupHeader; tables: TableCount[] };

/**
 * Writes a consistent copy of the whole database while other work continues. It uses one read-only transaction as
 * gancho_engine, because the policies of that role show every row. It does not use pg_dump, because pg_dump as the
 * owner of the tables stops at row security, and the embedded server does not have pg_dump.
 *
 * @throws BackupError
 */
export async function dumpDatabase({ url, keyCheck, prover, write }: Input): Promise<Dumped> {
  const sql = openPostgres(url, { max: 1, applicationName: 'gancho backup', isPipelined: false });
  try {
    const names = await requireTables(sql);
    await requireFullSight(sql);
    return await sql.begin('isolation level repeatable read read only', async (tx) => {
      await lockTables(tx, names);
      const tables = await readTables(tx);
      requireSame(names, tables);
      await setSession(tx);
      const header = await readHeader(tx, keyCheck);
      const prove = prover(header.keyCheck);
      const frames = new FrameWriter(write);
      await frames.json('H', encodeHeader(header));
      const counts: TableCount[] = [];
      for (const table of tables) {
        const rows = await copyOut(sql, tx, table, frames);
        counts.push({ table: table.name, rows });
      }
      await frames.end(prove);
      return { header, tables: counts };
    });
  } catch (error) {
    throw asDriverError(error);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** @throws BackupError */
async function requireTables(sql: Sql): Promise<string[]> {
  const [found] = await sql<{ name: string | null }[]>`
    SELECT to_regclass('gancho.release')::text AS name`;
  if (found?.name != null) return readTableNames(sql);
  throw new BackupError(
    'There is nothing to back up: the database is not set up. Run npm run -s gancho -- migrate, or correct DATABASE_URL.',
  );
}

/**
 * Locks the tables before the first statement takes a snapshot. Otherwise a partition that is dropped between the
 * snapshot and its lock would be missing without an error. A purge does not wait for the lock. Its next run drops the
 * partition.
 */
async function lockTables(tx: SqlTransaction, names: readonly string[]): Promise<void> {
  await tx`SET LOCAL ROLE gancho_engine`;
  const list = names.map((name) => `gancho.${quoted(name)}`).join(', ');
  await tx.unsafe(`LOCK TABLE ${list} IN ACCESS SHARE MODE`);
}

function requireSame(names: readonly string[], tables: readonly Table[]): void {
  const found = new Set(tables.map(({ name }) => name));
  if (found.size === names.length && names.every((name) => found.has(name))) return;
  throw new BackupError('The database was being migrated when the backup began: try again.');
}

async function readHeader(tx: SqlTransaction, keyCheck: string): Promise<BackupHeader> {
  const [one] = await tx<{ release: string; taken_at: string; key_check: string | null }[]>`
    SELECT version AS release, (SELECT key_check FROM gancho.instance) AS key_check,
      to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS taken_at
    FROM gancho.release`;
  if (one === undefined) throw new BackupError('The database names no release: migrate it first.');
  const migrations = await tx<{ name: string; hash: string }[]>`
    SELECT name, hash FROM gancho.migrations ORDER BY name`;
  const routines = await tx<{ name: string; definition: string }[]>`
    SELECT r.name, r.definition FROM gancho.routines r
    WHERE EXISTS (SELECT FROM gancho.routine_files f WHERE r.name LIKE 'gancho.' || f.name || '(%') ORDER BY 1`;
  return {
    release: one.release,
    takenAt: one.taken_at,
    keyCheck: one.key_check ?? keyCheck,
    migrations: [...migrations],
    routines: [...routines],
    days: await readDays(tx),
    sequences: await readSequences(tx),
  };
}

async function copyOut(
  sql: Sql,
  tx: SqlTransaction,
  table: Table,
  frames: FrameWriter,
): Promise<number> {
  await frames.json('T', { name: table.name, columns: table.columns });
  // A query, because COPY of a partitioned table copies no rows.
  const columns = columnList(table);
  const rows = tx.copyOut(`COPY (SELECT ${columns} FROM gancho.${quoted(table.name)}) TO STDOUT`);
  let count = 0;
  try {
    for await (const chunk of rows as AsyncIterable<Buffer>) {
      count += countRows(chunk);
      await frames.rows(chunk);
    }
  } catch (error) {
    // Unread rows come before the end of the transaction, so a rollback would wait until they are read.
    void sql.end({ timeout: 0 });
    throw error;
  }
  await frames.json('E', { rows: count });
  return count;
}
