import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, sha256 } from './commands.mjs';

/**
 * Installs the packages of the lockfile, unless they are already installed.
 * @param {string} root
 * @returns {Promise<'installed' | 'up to date'>}
 */
export async function ensureInstalled(root) {
  const lockfile = await readFile(join(root, 'package-lock.json'), 'utf8');
  const stamp = join(root, 'node_modules', '.gancho-lockfile');
  const hash = sha256(lockfile);
  if ((await textOf(stamp)) === hash) return 'up to date';
  let result = /** @type {'installed' | 'up to date'} */ ('up to date');
  if (!(await isInstalled(root, lockfile))) {
    // Installs development packages for every NODE_ENV, because the build needs them.
    await runCommand('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
      cwd: root,
      what: 'Installing the packages (npm ci)',
    });
    result = 'installed';
  }
  await writeFile(stamp, hash);
  return result;
}

/**
 * Whether npm's record of the installation agrees with the lockfile. Optional packages may be missing, because they
 * belong to other platforms.
 * @param {string} root
 * @param {string} lockfile
 */
async function isInstalled(root, lockfile) {
  const record = await textOf(join(root, 'node_modules', '.package-lock.json'));
  if (record === undefined) return false;
  const installed = JSON.parse(record).packages;
  return Object.entries(JSON.parse(lockfile).packages).every(
    ([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version,
  );
}

/** @param {string} path */
async function textOf(path) {
  return readFile(path, 'utf8').catch(() => undefined);
}
