import { unavailable } from '@/domain/errors';
import { TurnQueue } from '@/domain/turn-queue';

/** Pieces up to this length follow each other without a pause. */
const SHORT_MS = 25;
/** The bytes of texts that may wait. */
const WAITING_BYTES_MAX = 32 * 1024 * 1024;

type Waiting = { bytes: number; go: () => void; refuse: (error: Error) => void };

const waiting = new TurnQueue<Waiting>(({ bytes }) => bytes);
let isBusy = false;

/**
 * Runs work that holds the process, for example the reading of a body with many fields, one piece at a time. After a long
 * piece the process serves others for as long as it took. Askers take turns.
 * @param asker an address, a person or a client
 * @param bytes the length of the text that waits
 * @throws ServiceError `unavailable` for the asker with the most waiting bytes if too many wait
 */
export async function heavyWork<T>(
  asker: string,
  bytes: number,
  work: () => T,
): Promise<Awaited<T>> {
  if (isBusy) {
    await new Promise<void>((go, refuse) => {
      waiting.add(asker, { bytes, go, refuse });
      while (waiting.weight > WAITING_BYTES_MAX) waiting.dropNewest()?.refuse(busy());
    });
  }
  isBusy = true;
  const beganMs = performance.now();
  try {
    return await work();
  } finally {
    const tookMs = performance.now() - beganMs;
    if (tookMs > SHORT_MS) setTimeout(next, tookMs);
    else setImmediate(next);
  }
}

function next(): void {
  const first = waiting.take();
  if (first === undefined) isBusy = false;
  else first.go();
}

const busy = () =>
  unavailable('Too many requests of this kind wait: try again in a second.', {
    retryAfterSeconds: 1,
  });
