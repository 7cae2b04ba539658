import { useDatabase } from '@tests/support/database';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres, type Sql } from '@/server/db/driver';
import * as schema from './schema';

const database = useDatabase();
let sql: Sql;

beforeAll(() => {
  sql = openPostgres(database.url, { max: 1 });
});
afterAll(() => sql.end());

/** The types as Postgres names them. */
const shortNames: Record<string, string> = {
  'timestamp with time zone': 'timestamptz',
  'bigint[]': 'bigint[]',
};

const tables = Object.values(schema)
  .filter((value) => is(value, PgTable))
  .map((table) => getTableConfig(table));

describe('the tables in TypeScript are those of the migrations', () => {
  it.each(tables)('$name', async ({ name, columns }) => {
    const rows = await sql<{ name: string; type: string; required: boolean }[]>`
      SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS required
      FROM pg_attribute WHERE attrelid = ${`gancho.${name}`}::regclass AND attnum > 0 AND NOT attisdropped
      ORDER BY attname`;
    const actual = rows.map((row) => ({ ...row, type: shortNames[row.type] ?? row.type }));
    const declared = columns
      .map((column) => ({
        name: column.name,
        type: column.getSQLType().replace('timestamp with time zone', 'timestamptz'),
        required: column.notNull,
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(declared).toEqual(actual);
  });
});
