import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartFailure } from './commands.mjs';

/**
 * Lets one process at a time install and build in this folder, because copies may start at the same time.
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withWorkLock(root, work) {
  const path = join(root, '.gancho-build.lock');
  for (;;) {
    const lock = await open(path, 'wx').catch((error) => {
      if (error.code === 'EEXIST') return undefined;
      throw new StartFailure(`Cannot write to ${root}: make the folder writable.`);
    });
    if (lock) {
      await lock.writeFile(String(process.pid));
      await lock.close();
      break;
    }
    if (await isAbandoned(path)) await rm(path, { force: true });
    else await delay(200);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** @param {string} path */
async function isAbandoned(path) {
  const text = await readFile(path, 'utf8').catch(() => '');
  // Empty for an instant between its creation and its content.
  if (text === '') return false;
  try {
    process.kill(Number(text), 0);
    return Number(text) === process.pid;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== 'EPERM';
  }
}
