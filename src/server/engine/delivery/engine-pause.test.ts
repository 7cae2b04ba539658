import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OwnFailure } from '@/server/gateways/sender/attempt-record';
import type { Claimed } from './claim';
import { EnginePause } from './engine-pause';

const CAPACITY = { quick: 200, slow: 100, bytes: 1e6, hooks: 40, quickFull: [], slowFull: [] };

let taken: number;
let noted: string[];
let lines: string[];
let pause: EnginePause;
let made = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  taken = 0;
  noted = [];
  lines = [];
  const say = (_fields: object, message: string) => lines.push(message);
  pause = new EnginePause({
    troubles: { note: (code) => noted.push(`+${code}`), clear: (code) => noted.push(`-${code}`) },
    log: { debug: say, info: say, warn: say, error: say },
    taken: () => taken,
    fileLimit: () => 64,
    slotsMax: 4096,
  });
});
afterEach(() => vi.useRealTimers());

const failure = (cause: OwnFailure['cause'], isForAll = true): OwnFailure => ({
  outcome: 'ours',
  cause,
  isForAll,
  reason: 'test',
});

function claim(): Claimed {
  made += 1;
  const claimed = { deliveryId: made } as Claimed;
  pause.claimed([claimed]);
  return claimed;
}

/** Counts in tenths of a second, so that the end of a pause is visible. */
function pausedSeconds(): number {
  for (let tenths = 0; ; tenths += 1) {
    if (pause.limit(CAPACITY) !== null) return tenths / 10;
    vi.advanceTimersByTime(100);
  }
}

it('pauses for 1, 2, 4 ... 60 s while probes fail, and says so once', () => {
  pause.failed(claim(), failure('resolver'));
  const pauses: number[] = [];
  for (let i = 0; i < 9; i += 1) {
    pauses.push(pausedSeconds());
    pause.failed(claim(), failure('resolver'));
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  expect(lines).toHaveLength(1);
});

it('tries a few deliveries, one claim at a time, and continues after the first answer', () => {
  pause.failed(claim(), failure('no_route'));
  vi.advanceTimersByTime(1000);
  const capacity = pause.limit(CAPACITY);
  expect(capacity).toMatchObject({ quick: 4 });
  const [probe, other] = [claim(), claim()];
  expect(pause.limit(CAPACITY)).toBeNull();
  pause.answered(probe);
  expect(pause.limit(CAPACITY)).toEqual(CAPACITY);
  pause.answered(other);
  expect(noted).toEqual(['+no_route', '-no_route']);
  expect(lines).toEqual(['Nothing can be sent from here: sending pauses', 'Sending continues']);
  // The next pause starts at one second again.
  pause.failed(claim(), failure('no_route'));
  expect(pausedSeconds()).toBe(1);
});

it('counts the failures of requests from before the pause as one failure', () => {
  const claimed = [claim(), claim(), claim()];
  for (const one of claimed) pause.failed(one, failure('file_limit'));
  expect(pausedSeconds()).toBe(1);
  expect(noted).toEqual(['+file_limit']);
});

it('an answer from before the pause does not end it', () => {
  const early = claim();
  pause.failed(claim(), failure('resolver'));
  pause.answered(early);
  expect(pause.limit(CAPACITY)).toBeNull();
});

it('has fewer requests in flight when files run out, and more again after answers', () => {
  taken = 60;
  pause.failed(claim(), failure('file_limit'));
  vi.advanceTimersByTime(1000);
  taken = 0;
  pause.limit(CAPACITY);
  pause.answered(claim());
  expect(pause.limit(CAPACITY)).toMatchObject({ quick: 30 });
  for (let i = 0; i < 64; i += 1) pause.answered(claim());
  expect(pause.limit(CAPACITY)).toMatchObject({ quick: 32 });
  taken = 40;
  expect(pause.limit(CAPACITY)).toBeNull();
  // The trouble stays as long as it may come back at any moment.
  expect(noted).toEqual(['+file_limit']);
  taken = 0;
  vi.advanceTimersByTime(30_000);
  pause.limit(CAPACITY);
  expect(noted).toEqual(['+file_limit', '-file_limit']);
});

it('a probe that fails alone is followed by another probe', () => {
  pause.failed(claim(), failure('resolver'));
  vi.advanceTimersByTime(1000);
  pause.limit(CAPACITY);
  pause.failed(claim(), failure('internal', false));
  expect(pause.limit(CAPACITY)).toMatchObject({ quick: 4 });
});

it('a delivery that fails alone waits longer each time and does not hold up others', () => {
  const poisoned = claim();
  const waits = Array.from({ length: 14 }, () =>
    pause.failed(poisoned, failure('internal', false)),
  );
  expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
  expect(waits.at(-1)).toBe(3_600_000);
  // The local ports of one destination alone are used up, so others can still be reached.
  pause.failed(claim(), failure('address', false));
  expect(new Set(noted)).toEqual(new Set(['+internal']));
  expect(pause.limit(CAPACITY)).toEqual(CAPACITY);
});
