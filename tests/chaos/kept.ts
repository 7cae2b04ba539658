import { type ChildProcess, fork } from 'node:child_process';
import { appendFile } from 'node:fs/promises';

type Options = {
  script: string;
  args: string[];
  env: Record<string, string>;
  logFile: string;
  /** Called whenever the process has begun to serve. */
  onReady: () => void;
};

const RESTART_MS = 300;

/** One process that is started again whenever it ends, until it is removed. */
export class Kept {
  private child: ChildProcess | null = null;
  private isRemoved = false;
  private isReady = false;
  private waiting: (() => void)[] = [];

  constructor(private readonly options: Options) {
    this.start();
  }

  /** Resolves when it serves, or is removed. */
  async ready(): Promise<void> {
    if (!this.isReady && !this.isRemoved)
      await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** It is started again. */
  kill(): void {
    this.isReady = false;
    this.child?.kill('SIGKILL');
  }

  /** Not with the child's own method, which treats every signalled process as killed. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    const { pid, exitCode, signalCode } = this.child ?? {};
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(pid, signal);
  }

  tell(message: { type: string; isMute: boolean }): void {
    if (this.child?.connected) this.child.send(message, () => {});
  }

  /** Kills it for good. */
  async remove(): Promise<void> {
    this.isRemoved = true;
    this.resolveWaiting();
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    this.kill();
    await ended;
  }

  private resolveWaiting(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private start(): void {
    const { script, args, env, logFile, onReady } = this.options;
    const child = fork(script, args, {
      env: { ...process.env, ...env },
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => void appendFile(logFile, chunk).catch(() => {}));
    }
    child.on('message', (message: { type: string }) => {
      if (message.type !== 'ready' || this.child !== child || child.killed) return;
      this.isReady = true;
      onReady();
      this.resolveWaiting();
    });
    child.once('exit', () => {
      this.isReady = false;
      if (!this.isRemoved) setTimeout(() => this.isRemoved || this.start(), RESTART_MS);
    });
    this.child = child;
  }
}
