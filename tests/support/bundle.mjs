import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');

/**
 * Bundles programs of the tests into a new folder and returns its path. It is below a node_modules, where their imports
 * are found.
 * @param {Record<string, string>} programs file names without ending, and sources from the project's root
 * @param {string} prefix of the folder, from the project's root: `node_modules/.chaos-`
 */
export async function bundle(programs, prefix) {
  const out = await mkdtemp(join(root, prefix));
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(programs).map(([name, source]) => [name, join(root, source)]),
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
