import { isStartedByNpm } from '@/env-launch.mjs';
import type { Program } from '@/launcher/children';
import type { Log } from '@/server/services/context';

const GRACE_MS = 20_000;
/** A terminal sends a signal to all processes, and npm passes it on, so one Ctrl-C gives two signals. */
const SAME_SIGNAL_MS = 1000;
const LOOK_FOR_PARENT_MS = 1000;

/**
 * Ends everything in order: first all programs together, then the services that they use. The first signal asks, the
 * second one hurries.
 */
export class Shutdown {
  wasAsked = false;
  #programs: Program[] = [];
  #steps = new Map<string, () => unknown>();
  #askedAt = 0;
  #hasStarted = false;
  #running: Promise<void> | undefined;

  constructor(private readonly log: Log) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => this.#ask());
    }
    if (isStartedByNpm()) this.#endWithParent();
  }

  /** Registers a step of the shutdown. A later step of the same name replaces the earlier one. */
  add(name: string, step: () => unknown): void {
    this.#steps.set(name, step);
  }

  addPrograms(programs: Program[]): void {
    this.#programs.push(...programs);
  }

  throwIfAsked(): void {
    if (this.wasAsked) throw new Error('interrupted');
  }

  /** After this call a signal ends the process. Before it, a signal only prevents the next step. */
  started(): void {
    this.throwIfAsked();
    this.#hasStarted = true;
  }

  run(): Promise<void> {
    this.#running ??= this.#end();
    return this.#running;
  }

  #ask(): void {
    const now = performance.now();
    if (this.wasAsked) {
      if (now - this.#askedAt > SAME_SIGNAL_MS)
        for (const program of this.#programs) program.kill();
      return;
    }
    this.wasAsked = true;
    this.#askedAt = now;
    // The line of the current step is not finished yet.
    if (!this.#hasStarted) process.stdout.write('\n');
    this.log.info({ event: 'stopping' }, 'Gancho is stopping');
    if (this.#hasStarted) void this.run().then(() => process.exit(0));
    else for (const program of this.#programs) void program.stop(GRACE_MS);
  }

  async #end(): Promise<void> {
    await Promise.all(this.#programs.map((program) => program.stop(GRACE_MS)));
    for (const step of [...this.#steps.values()].reverse()) await step();
  }

  /** The shell between npm and this process can end by a signal without passing it on. */
  #endWithParent(): void {
    const parent = process.ppid;
    const look = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(look);
      this.#ask();
    }, LOOK_FOR_PARENT_MS);
    look.unref();
  }
}
