import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { errorCode } from '@/launcher/failure';

/** A name in the folder of `path` that no other process or call uses. */
export function draftName(path: string): string {
  return `${path}.${randomBytes(4).toString('hex')}`;
}

/** Replaces the file in one step. A reader sees the old text or the new one, never a part. */
export async function replaceFile(path: string, text: string, mode = 0o644): Promise<void> {
  const draft = draftName(path);
  await writeFile(draft, text, { mode, flush: true });
  await rename(draft, path);
}

/**
 * Writes the file unless it exists, and returns its content. If several processes write at once, all get the same text.
 * A link fails if the file exists, but a rename would replace it.
 */
export async function createFileOnce(path: string, text: string, mode = 0o644): Promise<string> {
  const draft = draftName(path);
  try {
    await writeFile(draft, text, { mode, flush: true });
    await link(draft, path).catch(async (error: unknown) => {
      // Some file systems (exFAT, some network mounts) have no hard links.
      if (!['EPERM', 'ENOTSUP', 'ENOSYS'].includes(errorCode(error) ?? '')) throw error;
      await writeFile(path, text, { mode, flag: 'wx', flush: true });
    });
    return text;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    return await readFile(path, 'utf8');
  } finally {
    await rm(draft, { force: true });
  }
}
