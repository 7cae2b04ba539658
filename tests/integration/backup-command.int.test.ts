import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { nothingIsLeft } from '@tests/support/launcher';
import { useOrdinaryDatabases } from '@tests/support/ordinary-database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgres } from '@/server/db/driver';
import packageJson from '../../package.json';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const databases = useOrdinaryDatabases();
let home: string;
let dataDir: string;
let backups: string;
let file: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'gancho-cli-'));
  await chmod(home, 0o711);
  dataDir = join(home, 'old');
  backups = join(home, 'backups');
  file = join(backups, 'gancho.gz');
  await mkdir(backups);
});
afterAll(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));

type Env = Record<string, string>;

/** With its own data directory, or with the given settings. */
async function gancho(env: Env, ...argv: string[]) {
  const ran = run(process.execPath, ['src/cli/gancho.mjs', ...argv], {
    cwd: ROOT,
    env: { ...process.env, GANCHO_DATA_DIR: dataDir, DATABASE_URL: '', ...env },
  });
  return ran.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }) as typeof failed,
  );
}
const failed = { code: 1, stdout: '', stderr: '' };

async function json<T>(env: Env, ...argv: string[]): Promise<T> {
  const { code, stdout, stderr } = await gancho(env, ...argv, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.trim().split('\n')).toHaveLength(1);
  return JSON.parse(stdout) as T;
}

const secretKeyOf = async (folder: string): Promise<string> =>
  JSON.parse(await readFile(join(folder, 'secrets.json'), 'utf8')).secretKey;

type Backup = {
  file: string;
  rows: number;
  key: string;
  tables: { table: string; rows: number }[];
};

it('backs up the embedded database, and overwrites nothing', async () => {
  await json({}, 'company', 'create', '--name', 'Alfa');
  const done = await json<Backup>({}, 'backup', file);
  expect(done).toMatchObject({
    file,
    release: packageJson.version,
    key: expect.stringMatching(/^.{8}$/),
  });
  expect(done.tables).toContainEqual({ table: 'companies', rows: 1 });
  const packed = await readFile(file);
  const again = await gancho({}, 'backup', file);
  expect(again).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/exists.*\n$/),
  });
  expect(await readFile(file)).toEqual(packed);
  const shown = await gancho({}, 'backup', `${file}2`);
  expect(shown.stdout).toMatch(/key +.{8}, which is not in the file: keep GANCHO_SECRET_KEY/);
  expect(await readdir(backups)).toEqual(['gancho.gz', 'gancho.gz2']);
  expect(await gancho({}, 'backup')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('FILE is required\nUsage: gancho backup FILE'),
  });
  expect(await gancho({}, 'backup', 'a', 'b')).toMatchObject({ code: 2 });
  await nothingIsLeft(dataDir);
});

it('leaves no file after a failure', async () => {
  const DATABASE_URL = await databases.make();
  const GANCHO_SECRET_KEY = randomBytes(32).toString('base64');
  const path = join(backups, 'nothing.gz');
  const refused = await gancho({ DATABASE_URL, GANCHO_SECRET_KEY }, 'backup', path);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing to back up') });
  const nowhere = await gancho({}, 'backup', join(home, 'nowhere', 'file.gz'));
  expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining('correct the name') });
  expect(await readdir(backups)).not.toContainEqual(expect.stringContaining('nothing'));
});

it('moves to another database, only with the old key', async () => {
  const DATABASE_URL = await databases.make();
  const other = { DATABASE_URL, GANCHO_SECRET_KEY: randomBytes(32).toString('base64') };
  const refused = await gancho(other, 'restore', file);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(
    /^The backup opens with the key .{8}, and .*GANCHO_SECRET_KEY.*\n$/,
  );
  const sql = openPostgres(DATABASE_URL, { max: 1 });
  const [found] = await sql`SELECT to_regnamespace('gancho') AS schema`;
  expect(found?.schema).toBeNull();
  await sql.end();

  const env = { DATABASE_URL, GANCHO_SECRET_KEY: await secretKeyOf(dataDir) };
  const done = await json<Backup>(env, 'restore', file);
  expect(done.tables).toContainEqual({ table: 'companies', rows: 1 });
  expect(await json(env, 'company', 'list')).toEqual(await json({}, 'company', 'list'));
  expect((await gancho(env, 'restore', file)).stderr).toMatch(/companies or users.*--replace\.\n$/);

  // A backup of that database is restored into a data directory with the old secrets.
  const back = join(backups, 'back.gz');
  await json(env, 'company', 'create', '--name', 'Beta');
  await json(env, 'backup', back);
  const fresh = join(home, 'new');
  await mkdir(fresh);
  await copyFile(join(dataDir, 'secrets.json'), join(fresh, 'secrets.json'));
  await json({ GANCHO_DATA_DIR: fresh }, 'restore', back);
  const listed = await json({ GANCHO_DATA_DIR: fresh }, 'company', 'list');
  expect(listed).toEqual(await json(env, 'company', 'list'));
  await json({ GANCHO_DATA_DIR: fresh }, 'restore', file, '--replace');
  expect(await json({ GANCHO_DATA_DIR: fresh }, 'company', 'list')).toHaveLength(1);
  await nothingIsLeft(fresh);
});

it('reads the whole file before it opens a database', async () => {
  const broken = join(backups, 'broken.gz');
  await writeFile(broken, (await readFile(file)).subarray(0, -1));
  const fresh = join(home, 'untouched');
  const refused = await gancho({ GANCHO_DATA_DIR: fresh }, 'restore', broken);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/cut off.*\n$/) });
  expect(await readdir(home)).not.toContain('untouched');
});
