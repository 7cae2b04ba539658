import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '@/launcher/failure';
import type { Binaries } from '@/launcher/postgres/binaries';
import { postgresEnvironment } from '@/launcher/postgres/cluster';
import type { OsUser } from '@/launcher/postgres/os-user';

export type Postmaster = { pid: number; port: number };

const LOG_BYTES_MAX = 10 * 1024 * 1024;

/** The running server that `data` names, if that process is alive and really is that server. */
export async function runningPostmaster(data: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || !isPostmasterOf(pid, data)) {
    return undefined;
  }
  return { pid, port: Number(lines[3]) };
}

/** Removes a lock file whose process is gone, because another program may have got its number. */
export async function removeStaleLock(data: string): Promise<void> {
  if (!(await runningPostmaster(data))) await rm(join(data, 'postmaster.pid'), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function isPostmasterOf(pid: number, data: string): boolean {
  // Windows has no cheap check. There, the failing connection reveals a reused process number.
  return process.platform === 'win32' || commandLine(pid).includes(resolve(data));
}

function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** Starts the server in its own session, because a terminal's Ctrl-C must not reach it first. */
export async function spawnPostmaster(input: {
  binaries: Binaries;
  data: string;
  settings: Record<string, string>;
  user: OsUser;
  logFile: string;
}): Promise<{ pid: number; exited: Promise<void>; hasExited(): boolean }> {
  await rotateLog(input.logFile);
  const log = await open(input.logFile, 'a', 0o600);
  const settings = Object.entries(input.settings).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  const child = spawn(
    input.binaries.program('postgres'),
    ['-D', resolve(input.data), ...settings],
    {
      ...input.user.ids,
      cwd: input.binaries.home,
      env: postgresEnvironment(),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    },
  );
  let gone = false;
  const exited = new Promise<void>((done) => {
    const end = () => {
      gone = true;
      done();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  child.unref();
  await log.close();
  return { pid: child.pid ?? 0, exited, hasExited: () => gone };
}

async function rotateLog(path: string): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_BYTES_MAX) await rename(path, `${path}.1`);
}

/**
 * Does a fast shutdown (clients are disconnected, data is flushed). If that takes too long, does an immediate one, from
 * which the next start recovers.
 */
export async function stopPostmaster(binaries: Binaries, data: string): Promise<void> {
  if (process.platform === 'win32') {
    const args = ['stop', '-D', resolve(data), '-m', 'fast', '-w'];
    execFileSync(binaries.program('pg_ctl'), args, { stdio: 'ignore' });
    return;
  }
  for (const [signal, waitMs] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 10_000],
  ] as const) {
    const running = await runningPostmaster(data);
    if (!running) return;
    signalQuietly(running.pid, signal);
    if (await endsWithin(data, running.pid, waitMs)) return;
  }
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself between the check and the signal.
  }
}

async function endsWithin(data: string, pid: number, waitMs: number): Promise<boolean> {
  const end = performance.now() + waitMs;
  while (performance.now() < end) {
    if ((await runningPostmaster(data))?.pid !== pid) return true;
    await delay(25);
  }
  return false;
}

export async function isRunning(data: string, pid: number): Promise<boolean> {
  return (await runningPostmaster(data))?.pid === pid;
}
