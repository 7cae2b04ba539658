import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestEngine } from '@tests/factories/engine';
import { createWorld, insertCompany, insertHook } from '@tests/factories/world';
import { contentsOf, useBackupStage } from '@tests/support/backup-stage';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openPostgres, type Sql } from '@/server/db/driver';
import { migrate } from '@/server/db/migrate';

const stage = useBackupStage();
const NEW_TABLE = `
  CREATE TABLE gancho."a ""new"" table" (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "select" text,
    gone integer,
    bytes bytea, number double precision, small real, at timestamptz, list text[], value jsonb, span interval,
    twice bigint GENERATED ALWAYS AS (id * 2) STORED
  );
  ALTER TABLE gancho."a ""new"" table" DROP COLUMN gone;
  CREATE TABLE gancho.a_child (parent bigint REFERENCES gancho."a ""new"" table", above bigint);
  GRANT SELECT, INSERT ON gancho."a ""new"" table", gancho.a_child TO gancho_engine;
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA gancho TO gancho_engine;`;
const NEW_ROWS = `
  INSERT INTO gancho."a ""new"" table" ("select", bytes, number, small, at, list, value, span) VALUES
    (E'\\\\.', '\\x0a0d5c00', 'NaN', 1.1, 'infinity', '{"a,b",NULL,"\\\\"}', '{"a":[1,null]}', '1 mon 2 days -03:00'),
    ('', '', 0.1 + 0.2, '-Infinity', '0044-03-15 12:00:00.123456+00 BC', '{}', 'null', '0'),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (E'\\\\N', NULL, 1e-300, 3.4e38, '2026-01-01 00:00+14', NULL, '"\\u00e9\\n"', '-1 year');
  INSERT INTO gancho.a_child VALUES (2, 2), (NULL, NULL);`;

let folder: string;
let source: string;
let sql: Sql;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gancho-drizzle-'));
  await cp('drizzle', folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  source = await stage.make();
  await migrate({ url: source });
  sql = openPostgres(source, { max: 1 });
});
afterEach(() => sql.end());

it('has a table that it was not told about, with any names and values', async () => {
  await writeFile(join(folder, '0900_new_table.sql'), NEW_TABLE);
  await migrate({ url: source, folder });
  await sql.unsafe(NEW_ROWS);
  const target = await stage.make();
  await stage.restore(await stage.backUp(source), target, { folder });
  const restored = await contentsOf(target);
  expect(restored['a "new" table']).toMatchObject({ rows: 4 });
  expect(restored).toEqual(await contentsOf(source));
  const next = 'INSERT INTO gancho."a ""new"" table" DEFAULT VALUES RETURNING id';
  const copy = openPostgres(target, { max: 1 });
  expect(await copy.unsafe(next)).toEqual(await sql.unsafe(next));
  await copy.end();
});

it.each([
  ['a table without a right', 'REVOKE ALL ON gancho.hooks FROM gancho_engine', 'hooks'],
  ['a policy that hides rows', 'ALTER POLICY engine ON gancho.hooks USING (id > 1)', 'hooks'],
  ['no policy', 'DROP POLICY engine ON gancho.queue', 'queue'],
  [
    'a sequence without a right',
    'REVOKE ALL ON SEQUENCE gancho.event_sequence FROM gancho_engine',
    'event_sequence',
  ],
])('is not made if it would lack something: %s', async (_, statement, name) => {
  await sql.unsafe(statement);
  const refusal = new RegExp(`cannot read all of gancho\\.${name}:`);
  await expect(stage.backUp(source)).rejects.toThrow(refusal);
});

it('is not made of a database without our tables', async () => {
  await expect(stage.backUp(await stage.make())).rejects.toThrow(/nothing to back up.*migrate/);
});

it('of an older release gets its schema first, and is migrated with its data', async () => {
  const world = createWorld(source);
  const tenant = await insertCompany(world);
  await insertHook(world, { ...tenant, destinationUrl: 'https://example.com/' });
  const engine = createTestEngine(world);
  await engine.publish(tenant, [1]);
  await engine.dispatchOnly();
  await engine.close();
  await world.db.close();
  const path = await stage.backUp(source);
  const before = await contentsOf(source);

  // A migration that changes existing objects, and a routine that makes partitions of the new kind.
  const routine = join(folder, 'routines', 'create_partitions.sql');
  const text = await readFile(routine, 'utf8');
  const indexed = text.replace(
    "IF parent = 'events' THEN",
    "IF parent = 'events' THEN EXECUTE format('CREATE INDEX %I ON gancho.%I (later)', 'later_' || child, child);",
  );
  expect(indexed).not.toBe(text);
  await writeFile(routine, indexed);
  await writeFile(
    join(folder, '0901_later.sql'),
    `ALTER TABLE gancho.events ADD COLUMN later text;
     ALTER TABLE gancho.companies ADD COLUMN shout text;
     DO $$ DECLARE child regclass; BEGIN
         FOR child IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'gancho.events'::regclass LOOP
           EXECUTE format('CREATE INDEX %I ON %s (later)', 'later_' || split_part(child::text, '.', 2), child);
         END LOOP;
       END $$;
       ALTER TABLE gancho.companies NO FORCE ROW LEVEL SECURITY;
       UPDATE gancho.companies SET shout = upper(name);
       ALTER TABLE gancho.companies FORCE ROW LEVEL SECURITY;`,
  );
  const target = await stage.make();
  await stage.restore(path, target, { folder });
  const after = await contentsOf(target);
  expect(after.hooks).toEqual(before.hooks);
  expect(after.events?.rows).toBe(1);
  const copy = openPostgres(target, { max: 1 });
  await copy.begin(async (tx) => {
    await tx`SET LOCAL ROLE gancho_engine`;
    expect(await tx`SELECT name, shout FROM gancho.companies`).toEqual([
      { name: 'Acme Construction', shout: 'ACME CONSTRUCTION' },
    ]);
  });
  await copy.end();
  // The result equals an upgraded database.
  expect(await migrate({ url: target, folder })).toEqual([]);
  const upgraded = await migrate({ url: source, folder });
  expect(upgraded).toContain('0901_later.sql');
  expect(await contentsOf(target)).toEqual(await contentsOf(source));
});
