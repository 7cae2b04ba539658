import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDatabaseClock } from './clock';

const HOUR_MS = 3_600_000;

/** The database's clock is an hour behind this process's. */
function setup() {
  const database = { aheadMs: -HOUR_MS, asked: 0, answersInMs: 0 };
  const started = { atMs: performance.now(), systemMs: Date.now() };
  const clock = createDatabaseClock(async () => {
    database.asked += 1;
    if (database.answersInMs > 0) await vi.advanceTimersByTimeAsync(database.answersInMs);
    return started.systemMs + (performance.now() - started.atMs) + database.aheadMs;
  });
  const trueMs = () => started.systemMs + (performance.now() - started.atMs) + database.aheadMs;
  return { clock, database, trueMs };
}

beforeEach(() => vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout'] }));
afterEach(() => vi.useRealTimers());

describe('the clock of the database', () => {
  it('is asked before the first answer, and shows its time from then on', async () => {
    const { clock, database, trueMs } = setup();
    expect(() => clock.nowMs()).toThrow('not known');
    expect(await clock.now()).toBe(trueMs());
    vi.advanceTimersByTime(20_000);
    expect(clock.nowMs()).toBe(trueMs());
    expect(clock.aheadMs()).toBe(HOUR_MS);
    expect(database.asked).toBe(1);
  });

  it.each([60, -60])(
    "does not change when this process's own clock is set by %i days",
    async (days) => {
      const { clock, trueMs } = setup();
      await clock.now();
      vi.setSystemTime(Date.now() + days * 24 * HOUR_MS);
      expect(clock.nowMs()).toBe(trueMs());
      expect(clock.aheadMs()).toBe(HOUR_MS + days * 24 * HOUR_MS);
      expect(await clock.now()).toBe(trueMs());
    },
  );

  it('is asked again after half a minute, in the background', async () => {
    const { clock, database, trueMs } = setup();
    await clock.now();
    database.aheadMs = 5000;
    vi.advanceTimersByTime(31_000);
    clock.nowMs();
    await vi.advanceTimersByTimeAsync(0);
    expect(clock.nowMs()).toBe(trueMs());
    expect(database.asked).toBe(2);
  });

  it('is asked at once after the machine has slept', async () => {
    const { clock, database } = setup();
    await clock.now();
    // While the machine sleeps, the monotonic clock stands still.
    vi.setSystemTime(Date.now() + HOUR_MS);
    database.aheadMs += HOUR_MS;
    await clock.now();
    expect(clock.aheadMs()).toBe(HOUR_MS);
    expect(database.asked).toBe(2);
  });

  it('ignores a slow answer while its own time is more precise', async () => {
    const { clock, database, trueMs } = setup();
    await clock.now();
    vi.advanceTimersByTime(31_000);
    database.answersInMs = 5000;
    clock.nowMs();
    await vi.advanceTimersByTimeAsync(5000);
    expect(clock.nowMs()).toBe(trueMs());
  });

  it('asks once for many callers, and again after a failure', async () => {
    let isAway = true;
    let asked = 0;
    const clock = createDatabaseClock(async () => {
      asked += 1;
      if (isAway) throw new Error('away');
      return 1000;
    });
    await expect(Promise.all([clock.now(), clock.now()])).rejects.toThrow('away');
    expect(asked).toBe(1);
    isAway = false;
    expect(await clock.now()).toBe(1000);
  });
});
