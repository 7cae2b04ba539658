import { useDatabase } from '@tests/support/database';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPostgres, type Sql } from '@/server/db/driver';
import { migrate } from './migrate';

const database = useDatabase();
let sql: Sql;

beforeAll(() => {
  sql = openPostgres(database.url, { max: 2 });
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

it('refuses a migration that this code does not have, and one that was edited since', async () => {
  await sql`INSERT INTO gancho.migrations (name, hash) VALUES ('9999_later.sql', '')`;
  await expect(migrate({ url: database.url })).rejects.toThrow(/newer version.*9999_later/);
  await sql`DELETE FROM gancho.migrations WHERE name = '9999_later.sql'`;
  await sql`UPDATE gancho.migrations SET hash = hash || 'x' WHERE name LIKE '0001%'`;
  await expect(migrate({ url: database.url })).rejects.toThrow(/0001_.*has changed/);
  await sql`UPDATE gancho.migrations SET hash = rtrim(hash, 'x') WHERE name LIKE '0001%'`;
});

it('refuses a database from before the baseline, with the remedy', async () => {
  await sql`INSERT INTO gancho.migrations (name, hash) VALUES ('0007_engine.sql', '')`;
  await expect(migrate({ url: database.url })).rejects.toThrow(
    /before 0\.2\.0.*new data directory/,
  );
  await sql`DELETE FROM gancho.migrations WHERE name = '0007_engine.sql'`;
});

describe('a database of a newer release', () => {
  const url = () => database.url;
  const newer = { version: '0.10.0', servesFrom: '0.3.0' };
  beforeEach(async () => {
    await migrate({ url: url(), release: newer });
    await sql`INSERT INTO gancho.migrations (name, hash) VALUES ('0999_later.sql', '')`;
  });
  afterEach(async () => {
    await sql`DELETE FROM gancho.migrations WHERE name = '0999_later.sql'`;
    await sql`DROP TABLE gancho.release`;
  });

  it('is not changed by a release that can work with it', async () => {
    const lines: string[] = [];
    await sql`UPDATE gancho.routine_files SET hash = 'of the newer' WHERE name = 'outlook'`;
    const release = { version: '0.3.0', servesFrom: '0.2.0' };
    expect(await migrate({ url: url(), release, log: (line) => lines.push(line) })).toEqual([]);
    expect(lines).toEqual(['left as it is: the database belongs to release 0.10.0']);
    const [row] = await sql`
      SELECT r.version, f.hash FROM gancho.release r, gancho.routine_files f WHERE f.name = 'outlook'`;
    expect(row).toEqual({ version: '0.10.0', hash: 'of the newer' });
  });

  it('is refused by an older one, with the remedy', async () => {
    const release = { version: '0.2.9', servesFrom: '0.2.0' };
    await expect(migrate({ url: url(), release })).rejects.toThrow(
      /belongs to release 0\.10\.0.*0\.2\.9 can't work with it: start 0\.3\.0 or newer/,
    );
  });
});
