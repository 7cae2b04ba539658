import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BackupError } from './backup-error';
import { DamagedFrames, type Frame, readFrames, type Seal } from './frames';

/** A backup holds the whole database, so only its owner may read it. */
const MODE = 0o600;

type Write = (bytes: Buffer) => Promise<void>;

/**
 * Writes a new file through `fill`, under another name until it is complete. It never overwrites an existing file, even
 * one that appears during the backup.
 * @throws BackupError
 */
export async function writeBackupFile<T>(
  path: string,
  fill: (write: Write) => Promise<T>,
): Promise<{ filled: T; bytes: number }> {
  if (await exists(path)) throw inTheWay(path);
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    const filled = await writeDraft(draft, fill);
    const { size } = await stat(draft);
    await publish(draft, path);
    return { filled, bytes: size };
  } catch (error) {
    throw explain(error, path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDraft<T>(draft: string, fill: (write: Write) => Promise<T>): Promise<T> {
  const gzip = createGzip();
  const file = createWriteStream(draft, { mode: MODE, flags: 'wx' });
  const written = pipeline(gzip, file);
  // Kept for the end, because the next write fails with another error.
  const failed = written.then(
    () => null,
    (error: unknown) => ({ error }),
  );
  const write: Write = async (bytes) => {
    if (gzip.destroyed) throw new Error('the file takes no more');
    if (!gzip.write(bytes)) await once(gzip, 'drain');
  };
  try {
    const filled = await fill(write);
    gzip.end();
    await written;
    await flush(draft);
    return filled;
  } catch (error) {
    const ofFile = file.errored ? await failed : null;
    gzip.destroy();
    await failed;
    throw ofFile?.error ?? error;
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.sync().finally(() => handle.close());
}

/** A link fails if the file exists, but a rename would replace it. Some file systems have no links. */
async function publish(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(codeOf(error))) throw error;
    if (await exists(path)) throw inTheWay(path);
    await rename(draft, path);
  }
}

/**
 * Reads the frames of a file. The backup is whole only if the last frame arrives.
 * @throws BackupError
 */
export async function* readBackupFile(path: string): AsyncGenerator<Frame, Seal> {
  const file = createReadStream(path);
  const gunzip = createGunzip();
  const read = pipeline(file, gunzip).catch(() => {});
  try {
    return yield* readFrames(gunzip);
  } catch (error) {
    throw explain(file.errored ?? error, path);
  } finally {
    file.destroy();
    gunzip.destroy();
    await read;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function inTheWay(path: string): BackupError {
  return new BackupError(`${path} exists, and no backup is overwritten: give another name.`);
}

function explain(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (error instanceof DamagedFrames || code === 'Z_BUF_ERROR') {
    return new BackupError(`${path} is damaged or cut off: take another backup, or copy it anew.`);
  }
  if (code === 'Z_DATA_ERROR') {
    return new BackupError(`${path} is damaged, or no backup: take another, or copy it anew.`);
  }
  switch (code) {
    case 'EEXIST':
      return inTheWay(path);
    case 'ENOENT':
      return new BackupError(`There is no ${path}: correct the name or its folder.`);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new BackupError(`This user may not use ${path}: allow it, or give another name.`);
    case 'EISDIR':
      return new BackupError(`${path} is a folder: give the name of a file.`);
    case 'ENOSPC':
    case 'EDQUOT':
      return new BackupError(`The disk that holds ${path} is full: free space, or use another.`);
    default:
      return error;
  }
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
