import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { freePort } from './free-port.mjs';
import { PATIENCE_MS } from './patience.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type Launched = {
  process: ChildProcess;
  output(): string;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
  address: string;
};

/** `npm start` as a person runs it, on its own port and data directory. */
export async function launch(input: {
  dataDir: string;
  port?: number;
  env?: Record<string, string>;
  isThroughNpm?: boolean;
}): Promise<Launched> {
  const port = input.port ?? (await freePort());
  const [program, args] = input.isThroughNpm
    ? ['npm', ['start']]
    : [process.execPath, ['src/launcher/start.mjs']];
  const child = spawn(program, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      GANCHO_DATA_DIR: input.dataDir,
      ...input.env,
    },
    // Its own process group, so that a test can press Ctrl-C on it alone.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  return { process: child, output: () => output, ended, address: `http://127.0.0.1:${port}` };
}

export async function waitUntilReady(launched: Launched): Promise<void> {
  let code: number | null | undefined;
  void launched.ended.then((value) => {
    code = value;
  });
  await vi.waitUntil(
    () => {
      if (code !== undefined) throw new Error(`ended with ${code}:\n${launched.output()}`);
      return launched.output().includes('Gancho is ready.');
    },
    { timeout: 240_000, interval: 50 },
  );
}

/** The processes of a data directory. Each of them names it on its command line. */
export function processesOf(dataDir: string): { pid: number; args: string }[] {
  const lines = execFileSync('ps', ['-ww', '-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const match = /^\s*(\d+)\s+(.*)$/.exec(line);
    if (!match?.[2]?.includes(dataDir)) return [];
    return [{ pid: Number(match[1]), args: match[2] }];
  });
}

export function processOf(dataDir: string, part: string): number {
  const found = processesOf(dataDir).find(({ args }) => args.includes(part));
  if (!found) throw new Error(`no process ${part} of ${dataDir}`);
  return found.pid;
}

/** The peak of its memory. */
export function peakBytesOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

export async function nothingIsLeft(dataDir: string): Promise<void> {
  await vi.waitFor(
    () => {
      const left = processesOf(dataDir);
      if (left.length > 0) throw new Error(JSON.stringify(left));
    },
    { timeout: PATIENCE_MS, interval: 50 },
  );
}

/** Stops the product, and deletes its data. */
export async function endLaunched(product: Launched, dataDir: string): Promise<void> {
  product.process.kill('SIGTERM');
  await product.ended;
  await nothingIsLeft(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}
