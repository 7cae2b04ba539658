import { describe, expect, it } from 'vitest';
import {
  type AttemptResult,
  backoffMs,
  decideDelivery,
  type RetryPolicy,
  tallyHook,
} from './retry';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const parallel: RetryPolicy = { isInOrder: false, retryWindowMs: 12 * HOUR };
const inOrder: RetryPolicy = { isInOrder: true, retryWindowMs: 12 * HOUR };

function result(change: Partial<AttemptResult> = {}): AttemptResult {
  return {
    outcome: 'failure',
    attempt: 1,
    firstAttemptMs: 0,
    startedMs: 0,
    finishedMs: 10,
    retryAfterSeconds: null,
    configVersion: 1,
    probeStep: null,
    ...change,
  };
}

describe('backoffMs', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 4],
    [4, 8],
    [12, 2048],
    [13, 3600],
    [500, 3600],
  ])('after failure %i waits %i s', (failures, seconds) => {
    expect(backoffMs(failures, 0)).toBe(seconds * SECOND);
    expect(backoffMs(failures, 0.999)).toBeLessThan(seconds * SECOND * 1.1 + 1);
  });

  it('makes the documented number of attempts within twelve hours', () => {
    let now = 0;
    let attempts = 1;
    while (now < 12 * HOUR) {
      now += backoffMs(attempts, 0);
      attempts += 1;
    }
    expect(attempts).toBe(24);
  });
});

describe('decideDelivery', () => {
  const day: [string, RetryPolicy, AttemptResult, number, unknown][] = [
    ['a 2xx is delivered', parallel, result({ outcome: 'success' }), 10, { status: 'delivered' }],
    ['410 fails for good', parallel, result({ outcome: 'gone' }), 10, { status: 'failed' }],
    [
      'a blocked destination fails for good',
      parallel,
      result({ outcome: 'blocked' }),
      10,
      { status: 'failed' },
    ],
    [
      'the first failure waits a second',
      parallel,
      result(),
      10,
      { status: 'retrying', dueMs: 10 + SECOND },
    ],
    [
      'the fourth waits eight',
      parallel,
      result({ attempt: 4 }),
      10,
      { status: 'retrying', dueMs: 10 + 8 * SECOND },
    ],
    [
      'Retry-After lengthens the pause',
      parallel,
      result({ retryAfterSeconds: 90 }),
      0,
      { status: 'retrying', dueMs: 90 * SECOND },
    ],
    [
      'Retry-After never shortens it',
      parallel,
      result({ attempt: 5, retryAfterSeconds: 1 }),
      0,
      { status: 'retrying', dueMs: 16 * SECOND },
    ],
    [
      'Retry-After is honoured up to an hour',
      parallel,
      result({ retryAfterSeconds: 86_400 }),
      0,
      { status: 'retrying', dueMs: HOUR },
    ],
    [
      'the last attempt is made as the window ends',
      parallel,
      result({ attempt: 20 }),
      11.5 * HOUR,
      { status: 'retrying', dueMs: 12 * HOUR },
    ],
    [
      'and after it the delivery is discarded',
      parallel,
      result({ attempt: 21 }),
      12 * HOUR,
      { status: 'discarded' },
    ],
    [
      'in order has no clock of the delivery',
      inOrder,
      result({ attempt: 21 }),
      13 * HOUR,
      { status: 'retrying', dueMs: 14 * HOUR },
    ],
  ];
  it.each(day)('%s', (_name, policy, attempt, now, expected) => {
    expect(decideDelivery(policy, attempt, now, 0)).toEqual(expected);
  });
});

describe('tallyHook', () => {
  const failures = (count: number, change: Partial<AttemptResult> = {}) =>
    Array.from({ length: count }, (_, i) =>
      result({ startedMs: i, finishedMs: i + 10, ...change }),
    );

  it('separates the failures after the last success, by the times at which attempts ended', () => {
    const success = result({ outcome: 'success', startedMs: 0, finishedMs: 12 });
    expect(tallyHook([...failures(5), success])).toMatchObject({
      lastSuccessMs: 12,
      failures: 5,
      failedSinceMs: 0,
      failuresAfter: 2,
      failedSinceAfterMs: 3,
      lastFailureMs: 14,
      isRetried: true,
    });
  });

  it('recognises the failed probe of an open circuit, but not one that came before a success', () => {
    const probe = result({ probeStep: 3, finishedMs: 20, retryAfterSeconds: 12.5 });
    expect(tallyHook([...failures(2), probe])).toMatchObject({ probeStep: 3, askedSeconds: 13 });
    const success = result({ outcome: 'success', finishedMs: 30 });
    expect(tallyHook([probe, success])).toMatchObject({ probeStep: null, askedSeconds: null });
  });

  it('reports a 410, which is not tried again', () => {
    const gone = tallyHook([result({ outcome: 'gone' })]);
    expect(gone).toMatchObject({ isGone: true, isRetried: false, failures: 1 });
  });

  it('learns nothing about an endpoint from a blocked destination', () => {
    expect(tallyHook(failures(9, { outcome: 'blocked' }))).toMatchObject({
      failures: 0,
      failedSinceMs: null,
      lastFailureMs: null,
    });
  });

  it('counts only attempts with the newest settings', () => {
    const older = failures(4, { configVersion: 1 });
    const newer = failures(1, { configVersion: 2, outcome: 'gone' });
    expect(tallyHook([...newer, ...older])).toMatchObject({ configVersion: 2, failures: 1 });
    const olderGone = failures(1, { configVersion: 1, outcome: 'gone' });
    const success = result({ configVersion: 2, outcome: 'success' });
    expect(tallyHook([...olderGone, success])).toMatchObject({ isGone: false });
  });

  it('reports nothing without results', () => {
    expect(tallyHook([])).toMatchObject({ configVersion: 0, failures: 0, lastSuccessMs: null });
  });
});
