// npm run bench: bundles the scenarios and runs them, each beside its peer in the same process.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');
// Below the project, so that bundled code still finds node_modules.
const out = await mkdtemp(join(root, 'node_modules/.bench-'));
try {
  await build({
    entryPoints: ['bench', 'front', 'receiver'].map((name) => join(root, `tests/bench/${name}.ts`)),
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
  const child = spawn(process.execPath, [join(out, 'bench.mjs'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
} finally {
  await rm(out, { recursive: true, force: true });
}
