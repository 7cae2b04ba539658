import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The folders that the build reads. Tests are left out, because otherwise each changed test would cost a build. */
const FOLDERS = ['src', 'public'];
const FILES = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'next.config.mjs',
  'postcss.config.mjs',
];
const TEST = /\.test\.tsx?$/;

/**
 * One hash of the path and content of every file that goes into the build.
 * @param {string} root
 */
export async function hashSources(root) {
  const hash = createHash('sha256');
  const paths = [...FILES];
  for (const folder of FOLDERS) {
    if (!existsSync(join(root, folder))) continue;
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (entry.isFile() && !TEST.test(entry.name)) paths.push(join(entry.parentPath, entry.name));
    }
  }
  const relative = paths.map((path) =>
    path.startsWith(root) ? path.slice(root.length + 1) : path,
  );
  for (const path of relative.sort()) {
    const content = readIfThere(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Waiting for each of more than a thousand files takes ten times as long as reading it.
 * @param {string} path
 */
function readIfThere(path) {
  return existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
}
