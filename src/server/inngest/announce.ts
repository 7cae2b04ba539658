import type { InngestClient } from './client';
import { createCoalescer } from './coalescer';
import type { AnnouncementName } from './events';
import type { Log } from './log';

export type AnnouncerOptions = {
  client: Pick<InngestClient, 'send'>;
  /** At most one send per event name and window. */
  windowMs: number;
  log: Log;
};

/**
 * Sends wake-ups for committed rows. Publishing does not wait for it and never fails because of it. The sweep finds the
 * work of a lost announcement.
 */
export function createAnnouncer({ client, windowMs, log }: AnnouncerOptions) {
  const coalescer = createCoalescer<AnnouncementName>({
    windowMs,
    run: async (name) => {
      await client.send({ name });
    },
    onError: (error, name) => {
      log.warn({ err: error, event: name }, 'An announcement was lost. The next sweep repairs it');
      return null;
    },
  });
  return {
    announce: (name: AnnouncementName): void => coalescer.touch(name),
    /** Resolves when everything announced so far was sent or given up. */
    flush: () => coalescer.flush(),
  };
}

export type Announcer = ReturnType<typeof createAnnouncer>;
