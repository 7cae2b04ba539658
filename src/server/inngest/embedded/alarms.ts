import { Cron } from 'croner';
import type { Clock } from '@/server/gateways/clock';

/** The longest delay that Node's timers accept. A timer that is further off is set again on the way. */
const TIMER_MS_MAX = 2 ** 31 - 1;
/**
 * The interval at which a pattern checks the clock, because the clock may have been set back since the next time was
 * found.
 */
const LOOK_MS = 30_000;

/** Timers by time of day, not by delay. No timer fires before its time, however long it waits. */
export function createAlarms(clock: Clock) {
  const timers = new Set<NodeJS.Timeout>();

  function wake(delayMs: number, action: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, delayMs);
    timers.add(timer);
  }

  function at(timeMs: number, action: () => void): void {
    wake(Math.min(Math.max(timeMs - clock.nowMs(), 0), TIMER_MS_MAX), () => {
      if (clock.nowMs() < timeMs) at(timeMs, action);
      else action();
    });
  }

  return {
    at,
    /**
     * Calls back at every time of the pattern (UTC). Times missed while the machine slept count once. If the clock is
     * set back, the next time is the first one after the new time.
     */
    every(pattern: string, action: (scheduledAtMs: number) => void): void {
      const cron = parseCron(pattern);
      const after = (ms: number) => cron.nextRun(new Date(ms))?.getTime() ?? null;
      const wait = (dueMs: number | null): void => {
        if (dueMs === null) return;
        wake(Math.min(dueMs - clock.nowMs(), LOOK_MS), () => {
          const nowMs = clock.nowMs();
          const isDue = nowMs >= dueMs;
          wait(after(nowMs));
          if (isDue) action(dueMs);
        });
      };
      wait(after(clock.nowMs()));
    },
    count: () => timers.size,
    clear(): void {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** Throws if the pattern does not consist of five plain cron fields. */
export function parseCron(pattern: string): Cron {
  return new Cron(pattern, { timezone: 'UTC', mode: '5-part', paused: true });
}
