import { spawn } from 'node:child_process';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileFailure, LaunchFailure } from '@/launcher/failure';
import { draftName } from '@/launcher/files';
import type { Binaries } from '@/launcher/postgres/binaries';
import { giveTo, type OsUser } from '@/launcher/postgres/os-user';

/** Only sets up the database. The running system never uses it. */
export const SUPERUSER = 'postgres';

/** The environment of every Postgres program, without the caller's PG* variables and locale. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as unknown as NodeJS.ProcessEnv;
}

/** Creates the cluster in `data` unless it exists, completely or not at all. */
export async function ensureCluster(input: {
  binaries: Binaries;
  data: string;
  password: string;
  user: OsUser;
}): Promise<'created' | 'existing'> {
  const { binaries, data, password, user } = input;
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version !== undefined) {
    assertVersion(data, version.trim(), binaries.major);
    return 'existing';
  }
  const draft = draftName(data);
  const passwordFile = `${draft}.password`;
  try {
    await mkdir(dirname(data), { recursive: true, mode: 0o755 });
    await mkdir(draft, { mode: 0o700 });
    await giveTo(user, draft);
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    await giveTo(user, passwordFile);
    await runInitdb({ binaries, data: draft, passwordFile, user });
    await rename(draft, data);
    return 'created';
  } catch (error) {
    // Another process created the same cluster first (rename refuses a folder with content).
    if (await stat(join(data, 'PG_VERSION')).catch(() => undefined)) return 'existing';
    throw fileFailure(error, data);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

function assertVersion(data: string, found: string, expected: number): void {
  if (Number(found) === expected) return;
  throw new LaunchFailure(
    `The database in ${data} was made by Postgres ${found}, this is Postgres ${expected}: export it with the old version, or set GANCHO_DATA_DIR to a new folder.`,
  );
}

function runInitdb(input: {
  binaries: Binaries;
  data: string;
  passwordFile: string;
  user: OsUser;
}): Promise<void> {
  const args = [
    `--pgdata=${input.data}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${input.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ];
  return new Promise((done, fail) => {
    const child = spawn(input.binaries.program('initdb'), args, {
      ...input.user.ids,
      cwd: input.binaries.home,
      env: postgresEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', fail);
    child.on('close', (code) => (code === 0 ? done() : fail(clusterFailure(output, input.data))));
  });
}

/** Makes one line of a failed Postgres program's output. */
export function clusterFailure(output: string, data: string): LaunchFailure {
  if (/No space left on device/i.test(output)) {
    return new LaunchFailure(`The disk that holds ${data} is full: free some space and try again.`);
  }
  const lines = output.split('\n').filter((line) => /\b(FATAL|PANIC|error|could not)\b/.test(line));
  const cause = (lines.at(-1) ?? output.trim().split('\n').at(-1) ?? '').trim();
  return new LaunchFailure(`The embedded Postgres in ${data} does not start: ${cause}`);
}
