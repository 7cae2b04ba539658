import { TurnQueue } from '@/domain/turn-queue';

export type Gate = {
  /** Whether the next request enters without waiting. */
  hasRoom(): boolean;
  enter(who: Who): Ticket;
};

/** Keys take turns. Signed-in people and others have separate queues. */
export type Who = { key: string; isSignedIn: boolean };

export type Ticket = {
  /** False if the queue is full, the wait was too long, or the ticket was returned before its turn. */
  admitted: Promise<boolean>;
  /** Lets the next request in. It may be called at any time, more than once. */
  leave(): void;
};

export type GateLimits = {
  /** The number of admitted requests at a time. */
  atOnce: number;
  /** The places in each of the two queues. */
  queueMax: number;
  waitMs: number;
  /** A request that stays longer waits for something outside this process, so it no longer counts. */
  stayMs: number;
  /** The number of admitted requests of one key, for any duration. */
  ofKeyMax?: number;
};

type Waiting = { settle(isAdmitted: boolean): void };

/** While both queues wait, one in this number of turns goes to requests that are not signed in. */
const TURNS = 4;

/**
 * Admits few requests at a time. A key with many requests waits behind its own, and a full queue drops the newest request of
 * the busiest key, so others do not pay for it.
 */
export function createGate(limits: GateLimits): Gate {
  const { atOnce, queueMax, waitMs, stayMs, ofKeyMax = Number.POSITIVE_INFINITY } = limits;
  const signedIn = new TurnQueue<Waiting>();
  const others = new TurnQueue<Waiting>();
  const ofKey = new Map<string, number>();
  let inside = 0;
  let turn = 0;

  const mayGo = (key: string) => (ofKey.get(key) ?? 0) < ofKeyMax;

  function count(key: string, by: 1 | -1): void {
    const own = (ofKey.get(key) ?? 0) + by;
    if (own === 0) ofKey.delete(key);
    else ofKey.set(key, own);
  }

  function next(): void {
    while (inside < atOnce) {
      turn = (turn + 1) % TURNS;
      const [first, second] = turn === 0 ? [others, signedIn] : [signedIn, others];
      const waiting = first.take(mayGo) ?? second.take(mayGo);
      if (waiting === undefined) return;
      waiting.settle(true);
    }
  }

  /** In the next turn of the event loop, so that the process first reads the data that others have sent. */
  const afterReading = (free: () => void) =>
    setImmediate(() => {
      free();
      next();
    });
  const freeSlot = () => {
    inside -= 1;
  };

  return {
    hasRoom: () => inside < atOnce,

    enter({ key, isSignedIn }) {
      const queue = isSignedIn ? signedIn : others;
      let state: 'waiting' | 'inside' | 'stays' | 'gone' = 'waiting';
      let timer: NodeJS.Timeout | undefined;
      let tell = (_isAdmitted: boolean) => {};
      const admitted = new Promise<boolean>((resolve) => {
        tell = resolve;
      });
      const stay = () => {
        state = 'stays';
        afterReading(freeSlot);
      };
      const leave = () => {
        clearTimeout(timer);
        const before = state;
        state = 'gone';
        if (before === 'waiting') {
          queue.remove(key, waiting);
          tell(false);
        } else if (before !== 'gone') {
          afterReading(() => {
            if (before === 'inside') freeSlot();
            count(key, -1);
          });
        }
      };
      const waiting: Waiting = {
        settle: (isAdmitted) => {
          if (!isAdmitted) return leave();
          clearTimeout(timer);
          state = 'inside';
          inside += 1;
          count(key, 1);
          timer = setTimeout(stay, stayMs).unref();
          tell(true);
        },
      };
      if (inside < atOnce && mayGo(key)) waiting.settle(true);
      else {
        timer = setTimeout(leave, waitMs).unref();
        queue.add(key, waiting);
        if (queue.weight > queueMax) queue.dropNewest()?.settle(false);
      }
      return { admitted, leave };
    },
  };
}
