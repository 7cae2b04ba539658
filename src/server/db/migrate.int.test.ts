import { useDatabase } from '@tests/support/database';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from './migrate';

const database = useDatabase();
let sql: postgres.Sql;

beforeAll(() => {
  sql = postgres(database.url, { max: 2, onnotice: () => {} });
});
afterAll(() => sql.end());

it('applies nothing twice, however many instances start at once', async () => {
  await sql`DROP SCHEMA gancho CASCADE`;
  const runs = await Promise.all([1, 2, 3].map(() => migrate({ url: database.url })));
  const applied = runs.map((names) => names.length).sort((a, b) => a - b);
  expect(applied.slice(0, 2)).toEqual([0, 0]);
  expect(applied[2]).toBeGreaterThan(5);
});

it('makes partitions for the coming week', async () => {
  const [row] = await sql<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_inherits WHERE inhparent = 'gancho.deliveries'::regclass`;
  expect(row?.n).toBeGreaterThanOrEqual(9);
});

it('refuses a database that a newer version has migrated, and one whose past was edited', async () => {
  await sql`INSERT INTO gancho.migrations (name, hash) VALUES ('9999_later.sql', '')`;
  await expect(migrate({ url: database.url })).rejects.toThrow(/newer version.*9999_later/);
  await sql`DELETE FROM gancho.migrations WHERE name = '9999_later.sql'`;
  await sql`UPDATE gancho.migrations SET hash = 'x' WHERE name LIKE '0001%'`;
  await expect(migrate({ url: database.url })).rejects.toThrow(/0001_.*has changed/);
});
