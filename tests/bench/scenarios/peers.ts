import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@tests/support/free-port.mjs';
import type { Measure } from '../measure';
import { IN_FLIGHT } from '../sizes';
import type { Stage } from '../stage';

const PEERS = join(import.meta.dirname, '../../peers');

export type Redis = { port: number; stop(): Promise<void> };

/** Debian's Redis, with the usual durability: an append-only file, fsynced each second. Null if there is none. */
export async function startRedis(): Promise<Redis | null> {
  const dir = await mkdtemp(join(tmpdir(), 'gancho-bench-redis-'));
  const port = await freePort();
  const args = ['--port', String(port), '--dir', dir, '--save', ''];
  const redis = spawn('redis-server', [...args, '--appendonly', 'yes'], { stdio: 'ignore' });
  const isMissing = once(redis, 'error').then(() => true);
  if (await Promise.race([isMissing, untilListening(port, redis)])) {
    process.stderr.write('the peers are left out: install redis-server\n');
    await rm(dir, { recursive: true });
    return null;
  }
  return {
    port,
    stop: async () => {
      redis.kill('SIGTERM');
      await once(redis, 'exit');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function untilListening(port: number, child: ChildProcess): Promise<false> {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return false;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`redis-server ended with ${child.exitCode}`);
}

/** The same work as S2 with the same number in flight, by each peer in its own process. */
export async function peers(
  stage: Stage,
  redis: Redis,
  { total, drainPerSecond }: { total: number; drainPerSecond: number },
): Promise<Measure[]> {
  const work = [stage.receiver.url, String(total), String(IN_FLIGHT)];
  const { databaseUrl } = stage;
  const port = String(redis.port);
  const bullmq = await perSecondOf('bullmq.mjs', [port, ...work]);
  const withRows = await perSecondOf('bullmq.mjs', [port, ...work, databaseUrl]);
  const graphile = await perSecondOf('graphile-worker.mjs', [databaseUrl, ...work]);
  const beside = (name: string, value: number): Measure => ({
    name,
    unit: '/s',
    value,
    ratio: { value: value / drainPerSecond, of: 'drain, 100 hooks' },
  });
  return [
    beside('bullmq, attempts in Redis', bullmq),
    beside('bullmq, attempts as rows', withRows),
    beside('graphile-worker', graphile),
  ];
}

async function perSecondOf(program: string, args: string[]): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(PEERS, program), ...args]);
  return (JSON.parse(stdout) as { perSecond: number }).perSecond;
}
