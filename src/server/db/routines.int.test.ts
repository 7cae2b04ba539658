import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useDatabase } from '@tests/support/database';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPostgres, type Sql } from '@/server/db/driver';
import { migrate } from './migrate';
import { CHANGED_ROUTINES } from './routines';

const database = useDatabase();
let sql: Sql;

beforeAll(() => {
  sql = openPostgres(database.url, { max: 1 });
});
afterAll(() => sql.end());
beforeEach(async () => {
  await migrate({ url: database.url });
});

const changed = async () => (await sql.unsafe(CHANGED_ROUTINES)).map(({ name }) => String(name));
const outlook = () =>
  sql`SELECT pg_get_functiondef(oid) AS definition, ARRAY(SELECT unnest(proacl)::text ORDER BY 1) AS rights, proowner
    FROM pg_proc WHERE proname = 'outlook'`;

it('finds none changed after the migrations', async () => {
  expect(await changed()).toEqual([]);
});

it('finds one that was replaced by hand, and a migration restores it', async () => {
  const before = await outlook();
  const text = String(before[0]?.definition).replace('BEGIN', 'BEGIN -- by hand\n');
  await sql.unsafe(text.includes('by hand') ? text : text.replace('AS $', 'STRICT AS $'));
  expect(await changed()).toEqual(['gancho.outlook()']);
  await migrate({ url: database.url });
  expect(await changed()).toEqual([]);
  expect(await outlook()).toEqual(before);
});

it('finds one that is missing, and a migration restores it with its owner and rights', async () => {
  const before = await outlook();
  await sql.unsafe('DROP FUNCTION gancho.outlook()');
  expect(await changed()).toEqual(['gancho.outlook()']);
  await migrate({ url: database.url });
  const after = await outlook();
  expect(after[0]?.definition).toBe(before[0]?.definition);
  expect(after[0]?.proowner).toBe(before[0]?.proowner);
  expect(after[0]?.rights).toEqual(before[0]?.rights);
});

it.each([
  'REVOKE EXECUTE ON FUNCTION gancho.outlook() FROM gancho_engine',
  'GRANT EXECUTE ON FUNCTION gancho.outlook() TO PUBLIC',
  'GRANT EXECUTE ON FUNCTION gancho.outlook() TO gancho_tenant',
  'ALTER FUNCTION gancho.outlook() OWNER TO CURRENT_USER',
])(
  'finds rights that were changed by hand, and a migration restores them: %s',
  async (statement) => {
    await sql.unsafe(statement);
    expect(await changed()).toEqual(['gancho.outlook()']);
    await migrate({ url: database.url });
    expect(await changed()).toEqual([]);
    const [rights] = await sql`SELECT pg_get_userbyid(proowner) AS owner,
    has_function_privilege('gancho_engine', oid, 'EXECUTE') AS engine,
    has_function_privilege('gancho_tenant', oid, 'EXECUTE') AS tenant
    FROM pg_proc WHERE proname = 'outlook'`;
    expect(rights).toMatchObject({ engine: true, tenant: false });
  },
);

describe('a routine whose file has changed', () => {
  let folder: string;
  const file = () => join(folder, 'routines', 'outlook.sql');
  const change = async (from: string, to: string) => {
    const text = await readFile(file(), 'utf8');
    expect(text).toContain(from);
    await writeFile(file(), text.replaceAll(from, to));
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gancho-routines-'));
    await cp(join(process.cwd(), 'drizzle'), folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is replaced, with its owner and rights, and no other is touched', async () => {
    const [before] = await outlook();
    await change('FROM pending_events', 'FROM /* changed */ pending_events');
    expect(await migrate({ url: database.url, folder })).toEqual(['routines/outlook.sql']);
    const [after] = await outlook();
    expect(after?.definition).toContain('/* changed */');
    expect([after?.proowner, after?.rights]).toEqual([before?.proowner, before?.rights]);
    expect(await changed()).toEqual([]);
    expect(await migrate({ url: database.url, folder })).toEqual([]);
  });

  it('is refused if its arguments have changed, and nothing is applied', async () => {
    const before = await outlook();
    await change('gancho.outlook()', 'gancho.outlook(p_more integer)');
    await expect(migrate({ url: database.url, folder })).rejects.toThrow(
      /outlook.sql changes the arguments .* another name/,
    );
    expect(await outlook()).toEqual(before);
  });

  it('stays as it is if its file is deleted, because the previous release may call it', async () => {
    await rm(file());
    expect(await migrate({ url: database.url, folder })).toEqual([]);
    expect(await outlook()).toHaveLength(1);
  });
});
