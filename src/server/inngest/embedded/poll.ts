import type { FoundWork } from '../functions/engine';
import type { Log } from '../log';

export type PollOptions = {
  intervalMs: number;
  lookForWork: () => Promise<FoundWork>;
  onWork: (work: FoundWork) => void;
  log: Log;
};

/** Looks for work on a beat, for wake-ups that were lost or could not be heard. Looks never overlap. */
export function createPoll({ intervalMs, lookForWork, onWork, log }: PollOptions) {
  let timer: NodeJS.Timeout | null = null;
  let isFailing = false;

  async function look(): Promise<void> {
    try {
      onWork(await lookForWork());
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ err: error }, 'Looking for work failed and is tried again');
      isFailing = true;
    }
  }

  function next(): void {
    timer = setTimeout(() => {
      void look().then(() => {
        if (timer !== null) next();
      });
    }, intervalMs);
  }

  return {
    start: next,
    stop(): void {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

export type Poll = ReturnType<typeof createPoll>;
