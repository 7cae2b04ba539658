import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createAlarms } from './alarms';

const DAYS_60 = 60 * 24 * 3600 * 1000;

beforeEach(() => vi.useFakeTimers({ now: new Date('2026-03-01T10:00:30Z') }));
afterEach(() => vi.useRealTimers());

it.each([DAYS_60, -DAYS_60])('calls each minute after the clock was set by %i ms', (ms) => {
  const alarms = createAlarms({ nowMs: () => Date.now() });
  const called: string[] = [];
  alarms.every('* * * * *', (atMs) => called.push(new Date(atMs).toISOString()));
  vi.advanceTimersByTime(60_000);
  expect(called).toEqual(['2026-03-01T10:01:00.000Z']);
  vi.setSystemTime(Date.now() + ms);
  vi.advanceTimersByTime(180_000);
  expect(called.length).toBeGreaterThanOrEqual(3);
  expect(called.length).toBeLessThanOrEqual(5);
  vi.setSystemTime(Date.now() - ms);
  vi.advanceTimersByTime(180_000);
  expect(called.length).toBeGreaterThanOrEqual(6);
  alarms.clear();
  expect(alarms.count()).toBe(0);
});

it('calls once for the times it has missed', () => {
  const alarms = createAlarms({ nowMs: () => Date.now() });
  let calls = 0;
  alarms.every('* * * * *', () => {
    calls += 1;
  });
  vi.setSystemTime(Date.now() + 10 * 60_000);
  vi.advanceTimersByTime(30_000);
  expect(calls).toBe(1);
  alarms.clear();
});
