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
  private args: string[];

  constructor(private readonly options: Options) {
    this.args = options.args;
    this.start();
  }

  get isServing(): boolean {
    return this.isReady;
  }

  /** Resolves when it serves. */
  async ready(): Promise<void> {
    if (!this.isReady) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** @param args those of the next process; as before if not given */
  kill(args = this.args): void {
    this.args = args;
    this.isReady = false;
    this.child?.kill('SIGKILL');
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child?.kill(signal);
  }

  tell(message: { type: string; isMute: boolean }): void {
    if (this.child?.connected) this.child.send(message, () => {});
  }

  /** Kills it for good. */
  async remove(): Promise<void> {
    this.isRemoved = true;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    this.kill();
    await ended;
  }

  private start(): void {
    const { script, env, logFile, onReady } = this.options;
    const child = fork(script, this.args, {
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
      for (const resolve of this.waiting.splice(0)) resolve();
    });
    child.once('exit', () => {
      this.isReady = false;
      if (!this.isRemoved) setTimeout(() => this.isRemoved || this.start(), RESTART_MS);
    });
    this.child = child;
  }
}
