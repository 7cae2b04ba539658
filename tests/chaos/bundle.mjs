import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');

/**
 * Bundles programs of this folder into a new folder below node_modules, where what they import is
 * still found, and returns its path.
 * @param {string[]} names
 */
export async function bundle(names) {
  const out = await mkdtemp(join(root, 'node_modules/.chaos-'));
  await build({
    entryPoints: Object.fromEntries(
      names.map((name) => [name.split('/').at(-1) ?? name, join(root, `tests/chaos/${name}.ts`)]),
    ),
    outdir: out,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    alias: { '@': join(root, 'src'), '@tests': join(root, 'tests') },
    outExtension: { '.js': '.mjs' },
    logLevel: 'warning',
  });
  return out;
}

export const PROGRAMS = ['programs/web', 'programs/worker'];
