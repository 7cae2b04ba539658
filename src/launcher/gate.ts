export type Gate = {
  /** Whether the next one enters without waiting. */
  hasRoom(): boolean;
  enter(who: Who): Ticket;
};

/** Keys take turns. Signed-in people and others have separate queues. */
export type Who = { key: string; isSignedIn: boolean };

export type Ticket = {
  /** False: the queue is full, the wait was too long, or the ticket was given back before its turn. */
  admitted: Promise<boolean>;
  /** Lets the next one in. It may be called at any time, more than once. */
  leave(): void;
};

export type GateLimits = {
  /** Inside at a time. */
  atOnce: number;
  /** In each of the two queues. */
  queueMax: number;
  waitMs: number;
  /** A request that stays longer waits for something outside of this process, so it no longer counts. */
  stayMs: number;
};

type Waiting = { key: string; settle(isAdmitted: boolean): void };

/** While both queues wait, one turn of this many is for those who are not signed in. */
const TURNS = 4;

/**
 * Admits few requests at a time. A key with many requests waits behind its own, and a full queue drops the newest request of
 * the busiest key, so others do not pay for it.
 */
export function createGate({ atOnce, queueMax, waitMs, stayMs }: GateLimits): Gate {
  const signedIn = new Queue();
  const others = new Queue();
  let inside = 0;
  let turn = 0;

  function next(): void {
    while (inside < atOnce) {
      turn = (turn + 1) % TURNS;
      const [first, second] = turn === 0 ? [others, signedIn] : [signedIn, others];
      const waiting = first.take() ?? second.take();
      if (waiting === undefined) return;
      waiting.settle(true);
    }
  }

  return {
    hasRoom: () => inside < atOnce,

    enter({ key, isSignedIn }) {
      const queue = isSignedIn ? signedIn : others;
      let state: 'waiting' | 'inside' | 'gone' = 'waiting';
      let timer: NodeJS.Timeout | undefined;
      let tell = (_isAdmitted: boolean) => {};
      const admitted = new Promise<boolean>((resolve) => {
        tell = resolve;
      });
      const leave = () => {
        clearTimeout(timer);
        const before = state;
        state = 'gone';
        if (before === 'waiting') {
          queue.remove(waiting);
          tell(false);
        } else if (before === 'inside') {
          // In the next turn of the event loop, so that the process first reads what others have sent.
          setImmediate(() => {
            inside -= 1;
            next();
          });
        }
      };
      const waiting: Waiting = {
        key,
        settle: (isAdmitted) => {
          if (!isAdmitted) return leave();
          clearTimeout(timer);
          state = 'inside';
          inside += 1;
          timer = setTimeout(leave, stayMs).unref();
          tell(true);
        },
      };
      if (inside < atOnce) waiting.settle(true);
      else {
        timer = setTimeout(leave, waitMs).unref();
        queue.add(waiting);
        if (queue.size > queueMax) queue.newestOfLongest()?.settle(false);
      }
      return { admitted, leave };
    },
  };
}

/** Its keys take turns. */
class Queue {
  size = 0;
  private readonly byKey = new Map<string, Waiting[]>();

  add(waiting: Waiting): void {
    const line = this.byKey.get(waiting.key);
    if (line === undefined) this.byKey.set(waiting.key, [waiting]);
    else line.push(waiting);
    this.size += 1;
  }

  take(): Waiting | undefined {
    for (const [key, line] of this.byKey) {
      const [first] = line;
      if (first === undefined) return undefined;
      this.remove(first);
      if (this.byKey.delete(key)) this.byKey.set(key, line);
      return first;
    }
    return undefined;
  }

  newestOfLongest(): Waiting | undefined {
    let longest: Waiting[] = [];
    for (const line of this.byKey.values()) if (line.length >= longest.length) longest = line;
    return longest.at(-1);
  }

  remove(waiting: Waiting): void {
    const line = this.byKey.get(waiting.key) ?? [];
    const at = line.indexOf(waiting);
    if (at === -1) return;
    line.splice(at, 1);
    if (line.length === 0) this.byKey.delete(waiting.key);
    this.size -= 1;
  }
}
