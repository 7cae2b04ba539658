import { type ChildProcess, fork } from 'node:child_process';
import { childEnvironment } from '@/env-launch.mjs';
import { LaunchFailure } from '@/launcher/failure';
import type { Log } from '@/server/services/context';

/** The messages between a child and its parent over IPC. */
export type FromChild = { type: 'ready' } | { type: 'failure'; message: string };
export type ToChild = { type: 'stop' };

export type Program = {
  name: string;
  /** Resolves when the program serves for the first time. Rejects with a LaunchFailure if it never does. */
  ready: Promise<void>;
  /** Prints its output from here on, and first the output until now. */
  show(): void;
  /** Replaces the process by a new one, for example after a change of its code. */
  restart(): void;
  /** Asks the process to finish its work, and kills it after `graceMs`. */
  stop(graceMs: number): Promise<void>;
  /** Ends the process at once. */
  kill(): void;
};

type Input = {
  name: string;
  script: string;
  args: readonly string[];
  env: Record<string, string>;
  log: Log;
};

const BACKOFF_MS = { first: 500, max: 30_000, healthyAfter: 60_000 };

/**
 * By default, Node lets garbage grow with the machine's memory. These programs hold a bounded amount of data, so this
 * heap is enough. NODE_OPTIONS can set another limit. In development they also build pages.
 */
const HEAP_MB: Record<string, number> = { web: 192 };
const HEAP_MB_ELSE = 320;
/** For new objects. Node 20 has this default, and Node 24 a larger one, with which `web` takes 100 MB more. */
const NEW_SPACE_MB = 16;

/** Node's own options for a program with this environment. */
export function nodeOptions(name: string, env: NodeJS.ProcessEnv): string[] {
  const isProduction = env.NODE_ENV === 'production';
  const isSet = (option: string) => env.NODE_OPTIONS?.includes(option) ?? false;
  const limit = (option: string, mb: number) =>
    isProduction && !isSet(option) ? [`${option}=${mb}`] : [];
  return [
    // Node keeps the source map of every loaded file. Those of the pages take 80 MB.
    ...(isProduction && name === 'web' ? [] : ['--enable-source-maps']),
    ...limit('--max-old-space-size', HEAP_MB[name] ?? HEAP_MB_ELSE),
    ...limit('--max-semi-space-size', NEW_SPACE_MB),
  ];
}

/** Keeps a program running. It starts again whenever it ends, with a longer pause after each early end. */
export function keepRunning({ name, script, args, env, log }: Input): Program {
  let current: { child: ChildProcess; exited: Promise<void> } | undefined;
  let isStopping = false;
  let isReady = false;
  let backoffMs = BACKOFF_MS.first;
  let timer: NodeJS.Timeout | undefined;
  let isShown = false;
  let held = '';
  let settle: { done: () => void; fail: (error: Error) => void } | undefined;
  const ready = new Promise<void>((done, fail) => {
    settle = { done, fail };
  });

  const start = () => {
    const startedAt = performance.now();
    let failure: string | undefined;
    const childEnv = childEnvironment(env);
    const child = fork(script, [...args], {
      env: childEnv,
      execArgv: nodeOptions(name, childEnv),
      // The steps of the start own the terminal until the product is ready.
      stdio: ['inherit', isShown ? 'inherit' : 'pipe', 'inherit', 'ipc'],
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      if (isShown) process.stdout.write(chunk);
      else held += chunk.toString();
    });
    child.on('message', (message: FromChild) => {
      if (message.type === 'failure') failure = message.message;
      if (message.type !== 'ready') return;
      isReady = true;
      settle?.done();
    });
    const exited = new Promise<void>((done) => {
      child.once('error', (error) => {
        failure ??= error.message;
        if (child.pid === undefined) end(null);
      });
      child.once('exit', (code, signal) => end(signal ?? code));
      const end = (cause: string | number | null) => {
        done();
        if (!isReady) {
          settle?.fail(new LaunchFailure(failure ?? `The ${name} process ended (${cause}).`));
        }
        if (isStopping || !isReady) return;
        const isHealthy = performance.now() - startedAt > BACKOFF_MS.healthyAfter;
        if (isHealthy || cause === 0) backoffMs = BACKOFF_MS.first;
        log.warn(
          { event: 'process_ended', process: name, cause: failure ?? cause, pause_ms: backoffMs },
          'The process ended and is restarted after a pause',
        );
        timer = setTimeout(start, backoffMs);
        backoffMs = Math.min(backoffMs * 2, BACKOFF_MS.max);
      };
    });
    current = { child, exited };
  };
  start();

  return {
    name,
    ready,
    show: () => {
      isShown = true;
      process.stdout.write(held);
      held = '';
    },
    restart: () => {
      if (current) tell(current.child, { type: 'stop' });
    },
    stop: async (graceMs) => {
      isStopping = true;
      clearTimeout(timer);
      if (!current) return;
      const { child, exited } = current;
      tell(child, { type: 'stop' });
      const insist = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(insist);
    },
    kill: () => {
      isStopping = true;
      clearTimeout(timer);
      current?.child.kill('SIGKILL');
    },
  };
}

function tell(child: ChildProcess, message: ToChild): void {
  if (child.connected) child.send(message, () => {});
}
