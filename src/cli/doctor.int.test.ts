import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '@tests/support/bundle.mjs';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadEnv } from '@/env';
import { childEnvironment } from '@/env-launch.mjs';
import { openPostgres, type Sql } from '@/server/db/driver';
import { migrate } from '@/server/db/migrate';
import { keyCheckValue } from '@/server/gateways/secret-box';
import { borrowEmbedded, openGiven } from './database';
import type { Check } from './doctor';
import { runCli } from './run-cli';
import { sessionOf } from './session';

const LIMIT_MS = 120_000;
const database = useDatabase();
const secretKey = randomBytes(32);
let sql: Sql;

beforeAll(async () => {
  sql = openPostgres(database.url, { max: 1 });
  await sql`INSERT INTO gancho.instance (key_check) VALUES (${keyCheckValue(secretKey)})`;
});
beforeEach(async () => {
  await migrate({ url: database.url });
  await sql`
    INSERT INTO gancho.engine_heartbeat (engine, swept_at) VALUES ('embedded', clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET swept_at = clock_timestamp()`;
});
afterAll(() => sql.end());

const settings = (changes: Record<string, string> = {}) => ({
  DATABASE_URL: database.url,
  GANCHO_SECRET_KEY: secretKey.toString('base64'),
  ...changes,
});

/** The failed checks of `doctor --json`, which prints one JSON value for every problem. */
async function doctor(variables: Record<string, string> = settings()): Promise<Check[]> {
  let out = '';
  let err = '';
  const code = await runCli(['doctor', '--json'], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    open: async () => {
      const given = loadEnv(variables);
      const open = given.databaseUrl === null ? borrowEmbedded : openGiven;
      const { env, release } = await open(given);
      return sessionOf(env, release);
    },
  });
  expect(err).toBe('');
  expect(out.trim().split('\n')).toHaveLength(1);
  const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: Check[] };
  expect(code).toBe(ok ? 0 : 1);
  const bad = checks.filter((one) => !one.ok);
  for (const one of bad) {
    expect(one.remedy?.length, one.detail).toBeGreaterThan(3);
    expect(`${one.detail} ${one.remedy}`).not.toMatch(/\bat .*:\d+:\d+|node_modules/);
  }
  return bad;
}

const names = (checks: Check[]) => checks.map(({ check }) => check);
const urlWith = (changes: Partial<URL>) => Object.assign(new URL(database.url), changes).href;

it('reports no problem if there is none', async () => {
  expect(await doctor()).toEqual([]);
});

describe('names', () => {
  it('a database where nothing listens, and a wrong password', async () => {
    expect(await doctor(settings({ DATABASE_URL: urlWith({ port: '1' }) }))).toMatchObject([
      { check: 'database', remedy: 'start that Postgres, or correct the address.' },
    ]);
    const wrong = await doctor(settings({ DATABASE_URL: urlWith({ password: 'wrong' }) }));
    expect(wrong).toMatchObject([{ check: 'database' }]);
    expect(JSON.stringify(wrong)).toContain('password');
  });

  it('which of two addresses is wrong', async () => {
    const DATABASE_URL_UNPOOLED = urlWith({ port: '1' });
    expect(await doctor(settings({ DATABASE_URL_UNPOOLED }))).toMatchObject([
      { check: 'database', detail: expect.stringContaining('DATABASE_URL_UNPOOLED') },
    ]);
  });

  it(
    'a database that accepts connections and never answers',
    async () => {
      const hole = createServer(() => {});
      await new Promise<void>((done) => hole.listen(0, '127.0.0.1', done));
      const { port } = hole.address() as { port: number };
      const found = await doctor(settings({ DATABASE_URL: urlWith({ port: String(port) }) }));
      expect(names(found)).toEqual(['database']);
      hole.close();
    },
    LIMIT_MS,
  );

  it('missing settings', async () => {
    expect(names(await doctor({ DATABASE_URL: database.url }))).toEqual(['settings']);
  });

  it('a read-only database', async () => {
    await sql.unsafe(`ALTER DATABASE ${database.name} SET default_transaction_read_only = on`);
    expect(await doctor()).toMatchObject([
      { check: 'database', remedy: expect.stringContaining('default_transaction_read_only') },
    ]);
    await sql.unsafe(`ALTER DATABASE ${database.name} RESET default_transaction_read_only`);
  });

  it.each(['53100', '53200', '53300'])('a database that answers %s', async (code) => {
    await sql.unsafe(`CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '${code}'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON gancho.health_probe FOR EACH ROW EXECUTE FUNCTION public.refuse()`);
    expect(names(await doctor())).toEqual(['database']);
    await sql.unsafe('DROP FUNCTION public.refuse() CASCADE');
  });

  it('no free connection', async () => {
    await sql.unsafe(
      `CREATE ROLE guest_${database.name} LOGIN PASSWORD 'guest' CONNECTION LIMIT 0`,
    );
    const login = { username: `guest_${database.name}`, password: 'guest' };
    expect(await doctor(settings({ DATABASE_URL: urlWith(login) }))).toMatchObject([
      { check: 'database', remedy: expect.stringContaining('raise its limit') },
    ]);
    await sql.unsafe(`DROP ROLE guest_${database.name}`);
  });

  it('a database that is not migrated, and a login that could not do it', async () => {
    const [owner, fresh] = [`owner_${database.name}`, `fresh_${database.name}`];
    await sql.unsafe(`CREATE ROLE ${owner} LOGIN PASSWORD 'owner'`);
    await sql.unsafe(`CREATE DATABASE ${fresh} OWNER ${owner}`);
    const admin = await doctor(settings({ DATABASE_URL: urlWith({ pathname: `/${fresh}` }) }));
    expect(admin).toMatchObject([
      { check: 'migrations', remedy: expect.stringMatching('migrate') },
    ]);
    const login = { username: owner, password: 'owner', pathname: `/${fresh}` };
    const found = await doctor(settings({ DATABASE_URL: urlWith(login) }));
    expect(names(found)).toEqual(['migrations', 'rights']);
    expect(found[1]?.remedy).toContain(`GRANT gancho_tenant, gancho_engine TO ${owner};`);
    await sql.unsafe(`DROP DATABASE ${fresh} WITH (FORCE)`);
    await sql.unsafe(`DROP ROLE ${owner}`);
  });

  it('a migration that differs', async () => {
    await sql`UPDATE gancho.migrations SET hash = reverse(hash) WHERE name LIKE '0003%'`;
    expect(names(await doctor())).toEqual(['migrations']);
    await sql`UPDATE gancho.migrations SET hash = reverse(hash) WHERE name LIKE '0003%'`;
  });

  it('a routine that was changed by hand', async () => {
    await sql.unsafe(`CREATE OR REPLACE FUNCTION gancho.day_of(at timestamptz) RETURNS integer
      LANGUAGE sql IMMUTABLE AS 'SELECT 1'`);
    expect(await doctor()).toMatchObject([{ check: 'routines', detail: /day_of/ }].map(anyText));
  });

  it('a day without partitions', async () => {
    await sql.unsafe(
      `DO $$ BEGIN EXECUTE format('DROP TABLE gancho.events_%s', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDD')); END $$`,
    );
    expect(names(await doctor())).toEqual(['partitions']);
  });

  it('an engine that is silent, a worker that does not send, a purge that was refused', async () => {
    await sql`UPDATE gancho.engine_heartbeat SET swept_at = swept_at - interval '1 hour'`;
    await sql`INSERT INTO gancho.engine_troubles (source, code)
      VALUES ('worker 1', 'resolver'), ('purge', 'purge_refused')`;
    expect(names(await doctor())).toEqual(['engine', 'worker', 'purge']);
    await sql`DELETE FROM gancho.engine_troubles`;
  });

  it('a key that is not the database’s', async () => {
    const GANCHO_SECRET_KEY = randomBytes(32).toString('base64');
    expect(names(await doctor(settings({ GANCHO_SECRET_KEY })))).toEqual(['secret key']);
  });

  it(
    'a data directory that cannot be written, and one whose secrets are lost',
    async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'gancho-doctor-'));
      await chmod(dataDir, 0o711);
      const file = join(dataDir, 'file');
      await writeFile(file, '');
      expect(names(await doctor({ GANCHO_DATA_DIR: join(file, 'below') }))).toEqual([
        'data directory',
      ]);
      await rm(file);
      expect(names(await doctor({ GANCHO_DATA_DIR: dataDir }))).toContain('migrations');
      await rm(join(dataDir, 'secrets.json'));
      expect(await doctor({ GANCHO_DATA_DIR: dataDir })).toMatchObject([
        { check: 'secrets', remedy: expect.stringContaining('restore it from a backup') },
      ]);
      expect(existsSync(join(dataDir, 'secrets.json'))).toBe(false);
      await rm(dataDir, { recursive: true, force: true });
    },
    LIMIT_MS,
  );
});

/** Debian's faketime, for Node alone: Postgres keeps the true time. */
const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1';

it.each([
  ['+10m', 'ahead of'],
  ['-10m', 'behind'],
  ['+20s', 'ahead of'],
])('names a clock that is wrong by %s', async (FAKETIME_OFFSET, words) => {
  expect(existsSync(FAKETIME), 'Debian: apt-get install faketime').toBe(true);
  const folder = await bundle({ main: 'src/cli/main.ts' }, 'node_modules/.doctor-');
  const variables = { LD_PRELOAD: FAKETIME, FAKETIME: FAKETIME_OFFSET, DONT_FAKE_MONOTONIC: '1' };
  const out = await new Promise<string>((resolve) => {
    const env = childEnvironment(settings(variables));
    const args = [join(folder, 'main.mjs'), 'doctor', '--json'];
    execFile(process.execPath, args, { env }, (_error, stdout) => resolve(stdout));
  });
  await rm(folder, { recursive: true, force: true });
  const { checks } = JSON.parse(out) as { checks: Check[] };
  expect(checks.filter(({ ok }) => !ok)).toMatchObject([
    { check: 'clock', detail: expect.stringContaining(words), remedy: expect.any(String) },
  ]);
});

function anyText({ check, detail }: { check: string; detail: RegExp }) {
  return { check, detail: expect.stringMatching(detail) };
}
