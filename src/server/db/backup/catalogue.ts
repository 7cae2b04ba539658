import type { SqlTransaction } from '../driver';
import { BackupError } from './backup-error';

/** Tables that record the release of the database. A migration writes them, so a backup leaves them out. */
const BOOKKEEPING = ['migrations', 'routines', 'routine_files', 'release'];

const IS_DATA = `
  c.relnamespace = 'gancho'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relname NOT IN (${BOOKKEEPING.map((name) => `'${name}'`).join(', ')})`;

type Reader = Pick<SqlTransaction, 'unsafe'>;

export type Table = { name: string; columns: string[] };

/** The tables that hold data. They are read from the catalogue, so that no new table is forgotten. */
export async function readTableNames(tx: Reader): Promise<string[]> {
  const rows = await tx.unsafe<{ name: string }[]>(
    `SELECT c.relname::text AS name FROM pg_class c WHERE ${IS_DATA} ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** The same tables with their columns. Each table comes after the tables that it references. */
export async function readTables(tx: SqlTransaction): Promise<Table[]> {
  const tables = await tx.unsafe<Table[]>(`
    SELECT c.relname::text AS name, (
      SELECT json_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    ) AS columns
    FROM pg_class c WHERE ${IS_DATA} ORDER BY 1`);
  const references = await tx<Reference[]>`
    SELECT t.relname::text AS "from", p.relname::text AS "to"
    FROM pg_constraint k JOIN pg_class t ON t.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
    WHERE k.contype = 'f' AND k.connamespace = 'gancho'::regnamespace`;
  return inOrder(tables, references);
}

type Reference = { from: string; to: string };

function inOrder(tables: readonly Table[], references: readonly Reference[]): Table[] {
  const ordered = new Set<Table>();
  const visit = (table: Table, under: readonly Table[]) => {
    if (ordered.has(table) || under.includes(table)) return;
    const targets = references.filter(({ from }) => from === table.name).map(({ to }) => to);
    for (const target of tables.filter(({ name }) => targets.includes(name))) {
      visit(target, [...under, table]);
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table, []);
  return [...ordered];
}

/**
 * Refuses a schema that gancho_engine sees only in part, because row security hides rows without an error.
 * @throws BackupError
 */
export async function requireFullSight(tx: Reader): Promise<void> {
  const hidden = await tx.unsafe<{ name: string }[]>(`
    SELECT c.relname::text AS name FROM pg_class c
    WHERE ${IS_DATA} AND (
      NOT has_table_privilege('gancho_engine', c.oid, 'SELECT')
      OR c.relrowsecurity AND NOT EXISTS (
        SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('*', 'r')
          AND 'gancho_engine'::regrole = ANY (p.polroles) AND pg_get_expr(p.polqual, p.polrelid) = 'true'))
    UNION ALL
    SELECT s.sequencename::text FROM pg_sequences s WHERE s.schemaname = 'gancho'
      AND NOT has_sequence_privilege('gancho_engine', format('%I.%I', s.schemaname, s.sequencename), 'USAGE')
    ORDER BY 1`);
  if (hidden.length === 0) return;
  const names = hidden.map(({ name }) => `gancho.${name}`).join(', ');
  throw new BackupError(
    `The role gancho_engine cannot read all of ${names}: run npm run -s gancho -- migrate, or grant it as drizzle/0006_row_security.sql does.`,
  );
}

/** The days that have partitions, counted from 1970. */
export async function readDays(tx: SqlTransaction): Promise<number[]> {
  const rows = await tx<{ day: number }[]>`
    SELECT DISTINCT to_date(right(c.relname, 8), 'YYYYMMDD') - date '1970-01-01' AS day
    FROM pg_class c WHERE c.relnamespace = 'gancho'::regnamespace AND c.relispartition AND c.relkind = 'r' ORDER BY 1`;
  return rows.map(({ day }) => day);
}

export async function readSequences(
  tx: SqlTransaction,
): Promise<{ name: string; last: string | null }[]> {
  return [
    ...(await tx<{ name: string; last: string | null }[]>`
      SELECT sequencename::text AS name, last_value::text AS last
      FROM pg_sequences WHERE schemaname = 'gancho' ORDER BY 1`),
  ];
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Includes the column names, because tables may have another order of columns. */
export function columnList({ columns }: Pick<Table, 'columns'>): string {
  return columns.map(quoted).join(', ');
}
