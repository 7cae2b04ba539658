import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './support/free-port.mjs';

export const PG_15_BIN = '/usr/lib/postgresql/15/bin';

export const hasPostgres15 = () => existsSync(join(PG_15_BIN, 'postgres'));

/**
 * Runs `work` with the address of a throwaway server of the oldest supported version.
 * @template T
 * @param {(url: string) => Promise<T>} work
 */
export async function withPostgres15(work) {
  const data = mkdtempSync(join(tmpdir(), 'gancho-pg15-'));
  // Postgres refuses root.
  const postgresUser = process.getuid?.() === 0 ? idsOf('postgres') : null;
  if (postgresUser) chownSync(data, postgresUser.uid, postgresUser.gid);
  const owner = postgresUser ?? {};
  const port = await freePort();
  const init = ['-D', data, '-A', 'trust', '-U', 'postgres', '--locale=C', '--encoding=UTF8'];
  const made = spawnSync(join(PG_15_BIN, 'initdb'), init, {
    ...owner,
    cwd: data,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(made.stderr);
  const settings = [
    `port=${port}`,
    'fsync=off',
    'unix_socket_directories=',
    'listen_addresses=127.0.0.1',
  ];
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(join(PG_15_BIN, 'postgres'), args, {
    ...owner,
    cwd: data,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    await isReady(server);
    return await work(`postgres://postgres@127.0.0.1:${port}/postgres`);
  } finally {
    const ended = once(server, 'exit');
    server.kill('SIGINT');
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
}

/** @param {import('node:child_process').ChildProcess} server */
function isReady(server) {
  let output = '';
  return new Promise((done, fail) => {
    server.stderr?.on('data', (chunk) => {
      output += chunk;
      if (output.includes('ready to accept connections')) done(undefined);
    });
    server.once('exit', () => fail(new Error(output)));
  });
}

/** @param {string} user */
function idsOf(user) {
  const id = (/** @type {string} */ flag) =>
    Number(spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}
