import { type ChildProcess, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { bundle } from './bundle.mjs';

export type WorkerProcess = {
  readonly pid: number;
  /** Its log, one JSON line per entry. */
  readonly log: { level: number; msg: string; [field: string]: unknown }[];
  /** Ends it as a supervisor would, and resolves when it is gone. */
  stop(): Promise<void>;
};

type Start = {
  databaseUrl: string;
  secretKey: Buffer;
  name: string;
  /** In addition to the settings of every worker. */
  env?: Record<string, string>;
  /** A program that runs node, with its arguments. */
  under?: [string, ...string[]];
};

/** Real workers for a test file, each in its own process. They run the program that the chaos suite starts. */
export function useWorkers(): { start(given: Start): Promise<WorkerProcess> } {
  let programs = '';
  const running = new Set<ChildProcess>();
  beforeAll(async () => {
    programs = await bundle({ worker: 'tests/chaos/programs/worker.ts' }, 'node_modules/.worker-');
  });
  afterAll(async () => {
    await Promise.all([...running].map((child) => end(child, 'SIGKILL')));
    await rm(programs, { recursive: true, force: true });
  });

  return {
    async start({ databaseUrl, secretKey, name, env = {}, under }) {
      const [first, ...rest] = under ?? [process.execPath];
      const child = fork(join(programs, 'worker.mjs'), ['', name], {
        env: {
          ...process.env,
          NODE_ENV: 'production',
          LOG_LEVEL: 'info',
          DATABASE_URL: databaseUrl,
          DATABASE_URL_UNPOOLED: databaseUrl,
          GANCHO_SECRET_KEY: secretKey.toString('base64'),
          HOST: '127.0.0.1',
          PORT: '1',
          ...env,
        },
        execPath: first,
        execArgv: under ? [...rest, process.execPath] : [],
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      running.add(child);
      child.once('exit', () => running.delete(child));
      const log: WorkerProcess['log'] = [];
      const errors: string[] = [];
      readLines(child, (line) => {
        if (line.startsWith('{')) log.push(JSON.parse(line));
        else errors.push(line);
      });
      await new Promise<void>((resolve, reject) => {
        child.once('message', () => resolve());
        child.once('error', reject);
        child.once('exit', (code) => reject(new Error(`ended with ${code}: ${errors.join('\n')}`)));
      });
      return { pid: child.pid ?? 0, log, stop: () => end(child, 'SIGTERM') };
    },
  };
}

function readLines(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') onLine(line);
    });
  }
}

function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
