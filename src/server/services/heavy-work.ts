import { unavailable } from '@/domain/errors';
import { TurnQueue } from '@/domain/turn-queue';

/** Pieces up to this length do not count: a batch of fifty events takes two. */
const SHORT_MS = 4;
/** Longer pieces that take this long together, in one turn of the event loop, are followed by a pause. */
const TOGETHER_MS = 100;
/** The bytes of texts that may wait. */
const WAITING_BYTES_MAX = 32 * 1024 * 1024;

type Waiting = { bytes: number; go: () => void; refuse: (error: Error) => void };

const waiting = new TurnQueue<Waiting>(({ bytes }) => bytes);
/** Whether others are served at present, until the next piece. */
let isPausing = false;
/** The time that pieces took in this turn of the event loop. */
let spentMs = 0;
let isTurnOpen = false;

/**
 * Runs work that holds the process, for example the reading of a body with many fields. After long pieces the process
 * serves others for half as long, and further pieces wait. Askers take turns.
 * @param asker an address, a person or a client
 * @param bytes the length of the text that waits
 * @param followedByMs how long the process is then held by work that is not in `work`, such as writing a long answer
 * @throws ServiceError `unavailable` for the asker with the most waiting bytes if too many wait
 */
export async function heavyWork<T>(
  asker: string,
  bytes: number,
  work: () => T,
  followedByMs = 0,
): Promise<T> {
  if (isPausing) {
    await new Promise<void>((go, refuse) => {
      waiting.add(asker, { bytes, go, refuse });
      while (waiting.weight > WAITING_BYTES_MAX) waiting.dropNewest()?.refuse(busy());
    });
  }
  const beganMs = performance.now();
  try {
    return work();
  } finally {
    count(performance.now() - beganMs + followedByMs);
  }
}

function count(tookMs: number): void {
  // A piece that waited lets the next one go on, also if it is short.
  if (tookMs <= SHORT_MS && !isPausing) return;
  if (!isTurnOpen) setImmediate(endTurn);
  isTurnOpen = true;
  spentMs += tookMs;
  if (spentMs > TOGETHER_MS) isPausing = true;
}

function endTurn(): void {
  const tookMs = spentMs;
  spentMs = 0;
  isTurnOpen = false;
  if (isPausing) setTimeout(goOn, tookMs > TOGETHER_MS ? tookMs / 2 : 0);
}

function goOn(): void {
  waiting.take()?.go();
  isPausing = waiting.first !== undefined;
}

const busy = () =>
  unavailable('Too many requests of this kind wait: try again in a second.', {
    retryAfterSeconds: 1,
  });
