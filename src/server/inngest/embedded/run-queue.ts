import { isWakeUp, type StampedEvent } from './event';

export type Run = { id: string; event: StampedEvent; attempt: number };

/** How many runs with data may wait for one function. It bounds memory and is not a guarantee. */
const WAITING_MAX = 10_000;

/**
 * The runs of one function, one at a time. Wake-ups coalesce: a wake-up adds nothing while another one waits. A wake-up
 * during an active run always adds one more run, because the active run may have searched already. A retry is a later
 * wake-up, so a waiting wake-up makes it unnecessary.
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
    /** Returns false if the run adds nothing, or if too many runs wait already. */
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
    /** Forgets the runs that wait, and returns their number. Active runs continue. */
    clear(): number {
      const forgotten = waiting.length + (wakeUp === null ? 0 : 1);
      waiting.length = 0;
      wakeUp = null;
      return forgotten;
    },
  };
}

export type RunQueue = ReturnType<typeof createRunQueue>;
