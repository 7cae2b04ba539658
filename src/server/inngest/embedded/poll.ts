import type { FoundWork } from '../functions/engine';
import type { Log } from '../log';

export type PollOptions = {
  intervalMs: number;
  findWork: () => Promise<FoundWork>;
  onWork: (work: FoundWork) => void;
  log: Log;
};

/**
 * Searches for work at an interval, in case a wake-up was lost or could not be heard. Only one search runs at a time.
 */
export function createPoll({ intervalMs, findWork, onWork, log }: PollOptions) {
  let timer: NodeJS.Timeout | null = null;
  let isFailing = false;

  async function search(): Promise<void> {
    try {
      onWork(await findWork());
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn({ err: error }, 'The poll for work failed and is retried');
      isFailing = true;
    }
  }

  function next(): void {
    timer = setTimeout(() => {
      void search().then(() => {
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
