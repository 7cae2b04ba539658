import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { nothingIsLeft } from '@tests/support/launcher';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gancho-cli-'));
  await chmod(dataDir, 0o711);
});
afterAll(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));

function gancho(...argv: string[]) {
  return run(process.execPath, ['src/cli/gancho.mjs', ...argv], {
    cwd: ROOT,
    env: { ...process.env, GANCHO_DATA_DIR: dataDir, DATABASE_URL: '' },
  });
}

it('works on a fresh data directory without a server, and leaves none running', async () => {
  const created = await gancho('company', 'create', '--name', 'Alfa', '--json');
  expect(created.stderr).toBe('');
  const company = JSON.parse(created.stdout) as { id: number };
  await nothingIsLeft(dataDir);

  const listed = await gancho('company', 'list', '--json');
  expect(JSON.parse(listed.stdout)).toEqual([company]);
  await nothingIsLeft(dataDir);
});

it('runs completely together with other commands', async () => {
  const names = ['Beta', 'Gama', 'Delta'];
  await Promise.all(names.map((name) => gancho('company', 'create', '--name', name, '--json')));
  const { stdout } = await gancho('company', 'list', '--json');
  const companies = JSON.parse(stdout) as { name: string }[];
  expect(companies.map(({ name }) => name).sort()).toEqual(['Alfa', ...names].sort());
  await nothingIsLeft(dataDir);
});
