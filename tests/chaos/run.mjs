// npm run chaos: bundles the suite and runs it. CHAOS_FAULTS (200) and CHAOS_SEED configure it.

import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '../support/bundle.mjs';
import { PREFIX, PROGRAMS } from './programs.mjs';

const out = await bundle({ ...PROGRAMS, main: 'tests/chaos/main.ts' }, PREFIX);
try {
  const child = spawn(process.execPath, ['--enable-source-maps', join(out, 'main.mjs'), out], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: 'inherit',
  });
  // The suite ends the processes that it has started. After that the bundle is removed.
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
} finally {
  await rm(out, { recursive: true, force: true });
}
