/** A source of time. It is passed in, so that code that depends on time can be tested. */
export type Clock = {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
};

/**
 * This process's own clock. It may be wrong and may be set at any time, so it never decides what other processes
 * compare or what is deleted.
 */
export const systemClock: Clock = { nowMs: () => Date.now() };

/** The database's time, as this process knows it. */
export type DatabaseClock = Clock & {
  /** Asks the database first if its time is not known yet, or if this machine has slept or its clock was set since. */
  now(): Promise<number>;
  /** How far this process's own clock is ahead of the database's, in milliseconds; negative: behind. */
  aheadMs(): number;
};

const FRESH_MS = 30_000;
/** A slower answer is too imprecise. The known time stays, unless it is older than OLD_MS. */
const ANSWER_MS = 200;
const OLD_MS = 600_000;
const JUMP_MS = 1000;

type Reading = { offsetMs: number; atMs: number; systemMs: number };

/**
 * A clock that shows the database's time. It reads the time from the database twice a minute while somebody uses it. In
 * between it counts by `performance.now()`, which nobody can set.
 *
 * @param ask returns the time of the database's clock, in milliseconds since the epoch
 */
export function createDatabaseClock(ask: () => Promise<number>): DatabaseClock {
  let reading: Reading | null = null;
  let asking: Promise<Reading> | null = null;

  async function read(): Promise<Reading> {
    const beganMs = performance.now();
    const shownMs = await ask();
    const endedMs = performance.now();
    const known = reading;
    const isOld = known === null || endedMs - known.atMs > OLD_MS;
    const offsetMs =
      isOld || endedMs - beganMs <= ANSWER_MS ? shownMs - (beganMs + endedMs) / 2 : known.offsetMs;
    reading = { offsetMs, atMs: endedMs, systemMs: Date.now() };
    return reading;
  }

  function readOnce(): Promise<Reading> {
    asking ??= read().finally(() => {
      asking = null;
    });
    return asking;
  }

  /** Whether this machine's clock has been set, or has stood still together with the monotonic clock. */
  function hasJumped({ atMs, systemMs }: Reading): boolean {
    return Math.abs(Date.now() - systemMs - (performance.now() - atMs)) > JUMP_MS;
  }

  function nowMs(): number {
    if (reading === null) throw new Error('The time of the database is not known yet');
    if (performance.now() - reading.atMs > FRESH_MS) readOnce().catch(() => {});
    return Math.floor(performance.now() + reading.offsetMs);
  }

  return {
    nowMs,
    async now() {
      if (reading === null || hasJumped(reading)) await readOnce();
      return nowMs();
    },
    aheadMs: () => Date.now() - nowMs(),
  };
}
