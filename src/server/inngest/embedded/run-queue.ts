import { isWakeUp, type StampedEvent } from './event';

export type Run = { id: string; event: StampedEvent; attempt: number };

/** How many runs with data may wait for one function: a bound for memory, not a promise. */
const WAITING_MAX = 10_000;

/**
 * One function's runs, one at a time. Wake-ups coalesce: one that arrives while another waits adds
 * nothing, one that arrives while a run is going on always gives one more run after it, since that
 * run may have searched already. A retry is a wake-up that comes later: a waiting one makes it needless.
 */
export function createRunQueue({ execute }: { execute: (run: Run) => Promise<void> }) {
  let isRunning = false;
  let wakeUp: Run | null = null;
  const waiting: Run[] = [];

  function next(): void {
    if (isRunning) return;
    const run = waiting.shift() ?? wakeUp;
    if (run === null) return;
    if (run === wakeUp) wakeUp = null;
    isRunning = true;
    void execute(run).finally(() => {
      isRunning = false;
      next();
    });
  }

  return {
    /** False if the run adds nothing, or if too many wait already. */
    offer(run: Run): boolean {
      if (isWakeUp(run.event)) {
        if (wakeUp !== null) return false;
        wakeUp = run;
      } else {
        if (waiting.length >= WAITING_MAX) return false;
        waiting.push(run);
      }
      next();
      return true;
    },
    /** Forgets what waits; what runs goes on. Returns how many were forgotten. */
    clear(): number {
      const forgotten = waiting.length + (wakeUp === null ? 0 : 1);
      waiting.length = 0;
      wakeUp = null;
      return forgotten;
    },
  };
}

export type RunQueue = ReturnType<typeof createRunQueue>;
