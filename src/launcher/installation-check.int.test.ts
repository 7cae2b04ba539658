import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgres, type Sql } from '@/server/db/driver';
import { migrate } from '@/server/db/migrate';
import { keyCheckValue } from '@/server/gateways/secret-box';
import { startEmbeddedPostgres } from './embedded-postgres';
import { checkInstallation } from './installation-check';

const owner = 'owner';
const secretKey = randomBytes(32);
let admin: Sql;
let sql: Sql;
let url: string;
let dataDir: string;
let server: Awaited<ReturnType<typeof startEmbeddedPostgres>>;

/** A server of its own, because roles belong to a whole server. The owner of the database may not create roles. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gancho-rights-'));
  await chmod(dataDir, 0o711);
  server = await startEmbeddedPostgres({ dataDir, log: () => {}, settings: { fsync: 'off' } });
  admin = openPostgres(server.adminUrl, { max: 1 });
  await admin.unsafe('DROP ROLE gancho_tenant, gancho_engine');
  await admin.unsafe(`CREATE ROLE ${owner} LOGIN PASSWORD 'owner'`);
  await admin.unsafe(`CREATE DATABASE ${owner} OWNER ${owner}`);
  const address = Object.assign(new URL(server.adminUrl), { pathname: `/${owner}` });
  sql = openPostgres(address.href, { max: 1 });
  url = Object.assign(address, { username: owner, password: 'owner' }).href;
});
afterAll(async () => {
  await sql.end();
  await admin.end();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const check = (key = secretKey) =>
  checkInstallation({ migrationDatabaseUrl: url, secretKey: key, secretKeyPrevious: null });

/** All objects in the database, with all rows. */
const everything = async () => {
  const tables = await sql<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`;
  const rows = tables.map(({ name }) => sql.unsafe(`SELECT * FROM ${name}`));
  return {
    tables,
    rows: await Promise.all(rows),
    schemas: await sql`SELECT nspname FROM pg_namespace`,
  };
};

it('refuses a login that lacks a right, in one line with the statements, and writes nothing', async () => {
  const before = await everything();
  const refusal: unknown = await check().catch((error: unknown) => error);
  const message = refusal instanceof Error ? refusal.message : '';
  expect(message).toContain(
    `CREATE ROLE gancho_tenant NOLOGIN; CREATE ROLE gancho_engine NOLOGIN; GRANT gancho_tenant, gancho_engine TO ${owner};`,
  );
  expect(message).not.toContain('\n');
  expect(await everything()).toEqual(before);
  const statements = /run (.*)$/.exec(message)?.[1] ?? '';
  const [create = '', grant = ''] = statements.split(' GRANT');
  await admin.unsafe(create);
  await expect(check()).rejects.toThrow(`run GRANT gancho_tenant, gancho_engine TO ${owner};`);
  await admin.unsafe(`GRANT ${grant}`);
  await check();
  await migrate({ url });
});

it('refuses a key that is not the database’s before anything is migrated', async () => {
  await sql`INSERT INTO gancho.instance (key_check) VALUES (${keyCheckValue(secretKey)})`;
  await check();
  const before = await everything();
  await expect(check(randomBytes(32))).rejects.toThrow(/GANCHO_SECRET_KEY is not the key/);
  expect(await everything()).toEqual(before);
});

it('refuses a read-only database', async () => {
  await admin.unsafe(`ALTER ROLE ${owner} SET default_transaction_read_only = on`);
  await expect(check()).rejects.toThrow(/takes no writes/);
  await admin.unsafe(`ALTER ROLE ${owner} RESET default_transaction_read_only`);
});
