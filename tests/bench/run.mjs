// npm run bench: installs the peers, bundles the scenarios, and runs them.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '../support/bundle.mjs';

const root = join(import.meta.dirname, '../..');
const here = import.meta.dirname;
const npm = (/** @type {string[]} */ ...args) =>
  spawnSync('npm', args, { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
if (!existsSync(join(here, 'node_modules/bullmq')) && !npm('ci', '--no-audit', '--no-fund')) {
  process.exit(1);
}
await mkdir(join(here, 'results'), { recursive: true });
const programs = Object.fromEntries(
  ['bench', 'front', 'prober', 'receiver'].map((name) => [name, `tests/bench/${name}.ts`]),
);
const out = await bundle(programs, 'tests/bench/node_modules/.run-');
try {
  const child = spawn(process.execPath, [join(out, 'bench.mjs'), ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
} finally {
  await rm(out, { recursive: true, force: true });
}
