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
  sql`SELECT pg_get_functiondef(oid) AS definition, proacl::text, proowner FROM pg_proc WHERE proname = 'outlook'`;

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
  const rights = (acl: unknown) => String(acl).slice(1, -1).split(',').sort();
  expect(rights(after[0]?.proacl)).toEqual(rights(before[0]?.proacl));
});

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
    expect([after?.proowner, after?.proacl]).toEqual([before?.proowner, before?.proacl]);
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
