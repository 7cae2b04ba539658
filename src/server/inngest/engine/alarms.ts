import { Cron } from 'croner';
import type { Clock } from '../clock';

/** The longest delay that Node's timers take; what is further off is set again on the way. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Timers by time of day, not by delay: none goes off before its time, however long it waits. */
export function createAlarms(clock: Clock) {
  const timers = new Set<NodeJS.Timeout>();

  function at(timeMs: number, action: () => void): void {
    const delayMs = Math.min(Math.max(timeMs - clock.nowMs(), 0), TIMER_MS_MAX);
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (clock.nowMs() < timeMs) at(timeMs, action);
      else action();
    }, delayMs);
    timers.add(timer);
  }

  return {
    at,
    /** Calls back at every time of the pattern (UTC). Times missed while the machine slept count once. */
    every(pattern: string, action: (scheduledAtMs: number) => void): void {
      const cron = parseCron(pattern);
      const next = (): void => {
        const date = cron.nextRun(new Date(clock.nowMs()));
        if (date === null) return;
        at(date.getTime(), () => {
          next();
          action(date.getTime());
        });
      };
      next();
    },
    count: () => timers.size,
    clear(): void {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** Throws if the pattern is not five plain cron fields. */
export function parseCron(pattern: string): Cron {
  return new Cron(pattern, { timezone: 'UTC', mode: '5-part', paused: true });
}
