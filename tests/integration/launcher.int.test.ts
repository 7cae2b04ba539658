import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useDatabase } from '@tests/support/database';
import {
  type Launched,
  launch,
  nothingIsLeft,
  processesOf,
  processOf,
  waitUntilReady,
} from '@tests/support/launcher';
import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

let folder: string;
let dataDir: string;
let launched: Launched[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gancho start '));
  await chmod(folder, 0o755);
  dataDir = join(folder, 'data');
  launched = [];
});

afterEach(async () => {
  for (const { process, ended } of launched) {
    process.kill('SIGTERM');
    await ended;
  }
  await nothingIsLeft(dataDir);
  await rm(folder, { recursive: true, force: true });
});

async function start(input: Partial<Parameters<typeof launch>[0]> = {}): Promise<Launched> {
  // The sample data takes a third of a start.
  const one = await launch({ dataDir, ...input, env: { GANCHO_DEMO: '0', ...input.env } });
  launched.push(one);
  return one;
}

async function startReady(input: Partial<Parameters<typeof launch>[0]> = {}): Promise<Launched> {
  const one = await start(input);
  await waitUntilReady(one);
  return one;
}

async function answers(address: string): Promise<number> {
  const response = await fetch(`${address}/sign-in`, { redirect: 'manual' });
  return response.status;
}

describe('npm start', () => {
  it('serves, ends cleanly on SIGTERM, and starts again in less time', async () => {
    const beganMs = performance.now();
    const first = await startReady({ env: { GANCHO_DEMO: '1' } });
    const firstMs = performance.now() - beganMs;
    expect(first.output()).toMatch(/^ 1\. Install packages \.\.\. .*\(\d+\.\d s\)$/m);
    expect(first.output()).toMatch(/^ 7\. Start web and worker \.\.\. running \(\d+\.\d s\)$/m);
    expect(first.output()).toContain(first.address);
    expect(first.output()).toContain(dataDir);
    expect(await answers(first.address)).toBeLessThan(500);
    first.process.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await nothingIsLeft(dataDir);

    const begin = performance.now();
    const second = await startReady();
    expect(performance.now() - begin).toBeLessThan(firstMs);
    expect(second.output()).toMatch(/Migrate \.\.\. up to date/);
  });

  it('treats one Ctrl-C as one, although npm passes it on again', async () => {
    const one = await startReady({ isThroughNpm: true });
    process.kill(-Number(one.process.pid), 'SIGINT');
    await one.ended;
    await nothingIsLeft(dataDir);
    expect(one.output().match(/"event":"stopping"/g)).toHaveLength(1);
  });

  it('ends everything if only npm is told to end', async () => {
    const one = await startReady({ isThroughNpm: true });
    one.process.kill('SIGTERM');
    await one.ended;
    await nothingIsLeft(dataDir);
  });

  it('continues, and ends cleanly, when nobody reads its output any more', async () => {
    const one = await startReady();
    one.process.stdout?.destroy();
    one.process.stderr?.destroy();
    const pid = processOf(dataDir, 'worker.js');
    process.kill(pid, 'SIGKILL');
    const isBack = () =>
      processesOf(dataDir).some((p) => p.args.includes('worker.js') && p.pid !== pid);
    await vi.waitUntil(isBack, { timeout: PATIENCE_MS });
    one.process.kill('SIGTERM');
    expect(await one.ended).toBe(0);
  });

  it('ends cleanly when interrupted while it starts', async () => {
    const one = await start();
    await vi.waitUntil(() => one.output().includes('embedded Postgres'), { timeout: PATIENCE_MS });
    one.process.kill('SIGINT');
    await one.ended;
    await nothingIsLeft(dataDir);
    expect(one.output()).not.toContain('Gancho is ready');
  });

  it('leaves no process behind when its supervisor is killed', async () => {
    const one = await startReady();
    expect(processesOf(dataDir).length).toBeGreaterThanOrEqual(3);
    one.process.kill('SIGKILL');
    await nothingIsLeft(dataDir);
  });

  it('restarts every killed process, and writes only JSON once it is ready', async () => {
    const one = await startReady();
    for (const part of ['worker.js', 'postgres -D', 'web.js']) {
      const pid = processOf(dataDir, part);
      process.kill(pid, 'SIGKILL');
      await vi.waitUntil(
        () => processesOf(dataDir).some((p) => p.args.includes(part) && p.pid !== pid),
        { timeout: PATIENCE_MS },
      );
    }
    await vi.waitUntil(() => answers(one.address).catch(() => undefined), { timeout: PATIENCE_MS });
    one.process.kill('SIGTERM');
    await one.ended;
    const [, after = ''] = one.output().split('Gancho is ready.');
    // The lines of the ready block are indented.
    const entries = after.split('\n').filter((line) => line !== '' && !line.startsWith('  '));
    const events = entries.map((line) => JSON.parse(line).event);
    expect(events).toEqual(
      expect.arrayContaining(['process_ended', 'database_ended', 'process_started', 'stopping']),
    );
  });

  it('starts after everything was killed at once', async () => {
    const first = await startReady();
    const all = processesOf(dataDir).map(({ pid }) => pid);
    for (const pid of [Number(first.process.pid), ...all]) process.kill(pid, 'SIGKILL');
    await first.ended;
    await startReady();
  });

  it('refuses a data directory that another one runs from, and does not disturb that one', async () => {
    const first = await startReady();
    const second = await start();
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/Another Gancho is running from .*GANCHO_DATA_DIR/);
    expect(await answers(first.address)).toBeLessThan(500);
  });

  it('writes a generated admin password into a private file, not into the log', async () => {
    const one = await startReady();
    const path = join(dataDir, 'admin-password');
    const password = (await readFile(path, 'utf8')).trim();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(one.output()).toContain(path);
    expect(one.output()).not.toContain(password);
  });
});

describe('npm start fails with one line and exit code 1', () => {
  const database = useDatabase();

  async function failureOf(input: Partial<Parameters<typeof launch>[0]>): Promise<string> {
    const one = await start(input);
    expect(await one.ended).toBe(1);
    const [message, ...rest] = one.output().trim().split('\n').reverse();
    expect(rest.join('\n')).not.toMatch(/^\s+at /m);
    return message ?? '';
  }

  it('when the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    const { port } = other.address() as AddressInfo;
    expect(await failureOf({ port })).toMatch(
      new RegExp(`^Port ${port} on 127.0.0.1 is in use: .*PORT`),
    );
    await new Promise((done) => other.close(done));
  });

  it('when the data directory cannot be made', async () => {
    await writeFile(dataDir, 'a file');
    expect(await failureOf({})).toMatch(/is in the way.*GANCHO_DATA_DIR/);
  });

  it('when a setting is bad', async () => {
    const env = { GANCHO_RETENTION_DAYS: 'forever' };
    expect(await failureOf({ env })).toBe(
      'GANCHO_RETENTION_DAYS is "forever": put a whole number from 1 to 366',
    );
  });

  it.each([
    [
      'refuses the connection',
      (url: URL) => Object.assign(url, { port: '1' }),
      /nothing listens at .*:1:/,
    ],
    [
      'refuses the password',
      (url: URL) => Object.assign(url, { password: 'guess' }),
      /password of user .* is wrong/,
    ],
    [
      'does not exist',
      (url: URL) => Object.assign(url, { pathname: '/nowhere' }),
      /no database nowhere/,
    ],
  ])('when the database %s', async (_, change, message) => {
    const env = {
      DATABASE_URL: change(new URL(database.url)).href,
      GANCHO_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
    };
    expect(await failureOf({ env })).toMatch(message);
  });

  it('when a database is given without a key, which it then generates', async () => {
    expect(await failureOf({ env: { DATABASE_URL: database.url } })).toMatch(
      /^GANCHO_SECRET_KEY is missing: .*GANCHO_SECRET_KEY=\S{44}$/,
    );
  });
});
