import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '@tests/support/bundle.mjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { childEnvironment } from '@/env-launch.mjs';

let folder: string;

beforeAll(async () => {
  folder = await bundle(
    { unhandled: 'tests/support/programs/unhandled.ts' },
    'node_modules/.child-main-',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the child until it ends by itself or says that it lives. */
async function run(whose: 'driver' | 'ours') {
  const env = childEnvironment({
    DATABASE_URL: 'postgres://127.0.0.1:1/none',
    GANCHO_SECRET_KEY: Buffer.alloc(32).toString('base64'),
  });
  const child = spawn(process.execPath, [join(folder, 'unhandled.mjs'), whose], { env });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const alive = new Promise<'alive'>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('still alive')) resolve('alive');
      });
    }
  });
  const outcome = await Promise.race([alive, ended]);
  child.kill('SIGKILL');
  await ended;
  return { outcome, output };
}

const entriesOf = (output: string): unknown[] =>
  output
    .split('\n')
    .filter((line) => line !== '' && !line.includes('still alive'))
    .map((line) => JSON.parse(line));

it('survives an unhandled rejection of the driver, and logs it', async () => {
  const { outcome, output } = await run('driver');
  expect(outcome).toBe('alive');
  expect(entriesOf(output)).toMatchObject([
    { event: 'process_started', process: 'unhandled' },
    { event: 'driver_rejection', err: { code: '08P01' } },
  ]);
});

it('ends with an error on a defect of ours', async () => {
  const { outcome, output } = await run('ours');
  expect(outcome).toBe(1);
  expect(entriesOf(output)).toMatchObject([
    { event: 'process_started' },
    { event: 'process_failed', err: { type: 'TypeError', message: 'x is undefined' } },
  ]);
});
