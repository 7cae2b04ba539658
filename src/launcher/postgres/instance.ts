import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileFailure, LaunchFailure } from '@/launcher/failure';
import { createFileOnce, draftName, replaceFile } from '@/launcher/files';
import { STAGING_ROOT } from '@/launcher/postgres/binaries';
import { giveTo, type OsUser, userCan } from '@/launcher/postgres/os-user';

/**
 * The data directory's record of its database. The id names a database that had to be stored elsewhere. The record is
 * inside the data directory, so that deleting the directory really gives a fresh database.
 */
export type Instance = { id: string; home: string; port: number | null };

const FILE = 'instance.json';

async function readInstance(dataDir: string): Promise<Instance | undefined> {
  const text = await readFile(join(dataDir, FILE), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Instance);
}

export async function writeInstance(dataDir: string, instance: Instance): Promise<void> {
  await replaceFile(join(dataDir, FILE), serialize(instance));
}

function serialize(instance: Instance): string {
  return `${JSON.stringify(instance, null, 2)}\n`;
}

/** Creates the data directory. If root creates it, the database's user can pass through it. */
export async function ensureDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    const probe = draftName(join(dataDir, '.write'));
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw fileFailure(error, dataDir);
  }
}

export async function openInstance(dataDir: string): Promise<Instance> {
  const home = resolve(dataDir);
  const known = await readInstance(home);
  if (known && known.home === home) return known;
  const fresh: Instance = { id: randomBytes(8).toString('hex'), home, port: null };
  if (!known) return JSON.parse(await createFileOnce(join(home, FILE), serialize(fresh)));
  // If the directory was moved, the database moves along. If it was copied, the original keeps the database, and the
  // copy starts with a new one.
  const isCopy = (await readInstance(known.home))?.id === known.id;
  const instance = isCopy ? fresh : { ...known, home };
  await writeInstance(home, instance);
  return instance;
}

/** The folder of the database's files: inside the data directory if `user` can use it. */
export async function placeData(instance: Instance, user: OsUser): Promise<string> {
  const inside = join(instance.home, 'postgres');
  const staged = join(STAGING_ROOT, instance.id);
  const isInside = await stat(inside).then(
    () => true,
    () => false,
  );
  if (isInside) {
    await assertOwned(inside, user);
    return inside;
  }
  if (!user.ids) return inside;
  if (await stat(staged).catch(() => undefined)) return staged;
  return (await canLive(instance.home, user)) ? inside : staged;
}

async function canLive(home: string, user: OsUser): Promise<boolean> {
  const probe = draftName(join(home, '.reach'));
  await mkdir(probe, { mode: 0o700 });
  await giveTo(user, probe);
  const reachable = userCan(user, 'cd "$1" && test -w .', probe);
  await rmdir(probe);
  return reachable;
}

async function assertOwned(data: string, user: OsUser): Promise<void> {
  const self = process.getuid?.();
  if (self === undefined) return;
  const owner = (await stat(data)).uid;
  if (owner !== (user.ids?.uid ?? self)) {
    throw new LaunchFailure(
      `The database in ${data} belongs to another user (uid ${owner}): start as the user who created it, or set GANCHO_DATA_DIR to a new folder.`,
    );
  }
  if (!userCan(user, 'cd "$1" && test -w .', data)) {
    throw new LaunchFailure(
      `User ${user.name} can no longer reach the database in ${data}: make the folders above it passable again (chmod a+x).`,
    );
  }
}
