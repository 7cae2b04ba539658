import { describe, expect, it } from 'vitest';
import {
  type AttemptResult,
  backoffMs,
  decideDelivery,
  HEALTHY_STATE,
  type HookState,
  judgeHook,
  type RetryPolicy,
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

describe('judgeHook', () => {
  const failures = (count: number, change: Partial<AttemptResult> = {}) =>
    Array.from({ length: count }, (_, i) =>
      result({ startedMs: i, finishedMs: i + 10, ...change }),
    );

  it('counts failures since the first, and forgets them at a success', () => {
    const failing = judgeHook(parallel, HEALTHY_STATE, failures(3), 100, 0).state;
    expect(failing).toMatchObject({ failureStreak: 3, failingSinceMs: 0, circuitOpenedMs: null });
    const healed = judgeHook(
      parallel,
      failing,
      [result({ outcome: 'success', finishedMs: 200 })],
      200,
      0,
    ).state;
    expect(healed).toEqual({ ...HEALTHY_STATE, lastSuccessMs: 200 });
  });

  it('opens the circuit at the fifth failure in a row, and probes one second later', () => {
    const { state } = judgeHook(parallel, HEALTHY_STATE, failures(5), 100, 0);
    expect(state).toMatchObject({ circuitOpenedMs: 100, probeStep: 1, probeMs: 100 + SECOND });
  });

  it('takes results in the order in which they finished, whatever order they come in', () => {
    const success = result({ outcome: 'success', startedMs: 0, finishedMs: 500 });
    const { state } = judgeHook(parallel, HEALTHY_STATE, [success, ...failures(5)], 500, 0);
    // The circuit opened when the fifth failure was known, after the success had begun.
    expect(state.circuitOpenedMs).toBe(500);
    expect(state.lastSuccessMs).toBe(500);
  });

  const open: HookState = {
    failingSinceMs: 0,
    failureStreak: 5,
    circuitOpenedMs: 1000,
    probeStep: 1,
    probeMs: 2000,
    lastSuccessMs: null,
  };

  it('widens the probes step by step', () => {
    const { state } = judgeHook(
      parallel,
      open,
      [result({ startedMs: 2000, finishedMs: 2100 })],
      2100,
      0,
    );
    expect(state).toMatchObject({
      probeStep: 2,
      probeMs: 2100 + 2 * SECOND,
      circuitOpenedMs: 1000,
    });
  });

  it('does not take a straggler for a probe', () => {
    const { state } = judgeHook(
      parallel,
      open,
      [result({ startedMs: 900, finishedMs: 5900 })],
      5900,
      0,
    );
    expect(state).toMatchObject({ probeStep: 1, probeMs: 2000, failureStreak: 6 });
  });

  it('closes at a success that began after it opened, and not at an older one', () => {
    const late = result({ outcome: 'success', startedMs: 900, finishedMs: 1500 });
    expect(judgeHook(parallel, open, [late], 1500, 0).state).toMatchObject({
      circuitOpenedMs: 1000,
      lastSuccessMs: 1500,
    });
    const probe = result({ outcome: 'success', startedMs: 2000, finishedMs: 2100 });
    expect(judgeHook(parallel, open, [probe], 2100, 0).state).toEqual({
      ...HEALTHY_STATE,
      lastSuccessMs: 2100,
    });
  });

  it('has no circuit in order', () => {
    expect(judgeHook(inOrder, HEALTHY_STATE, failures(9), 100, 0).state.circuitOpenedMs).toBeNull();
  });

  it('drops the queue when nothing has succeeded for the whole window, and starts afresh', () => {
    const verdict = judgeHook(
      parallel,
      { ...open, lastSuccessMs: -5 },
      [result({ startedMs: 12 * HOUR })],
      12 * HOUR,
      0,
    );
    expect(verdict).toEqual({
      state: { ...HEALTHY_STATE, lastSuccessMs: -5 },
      isGone: false,
      isWindowOver: true,
    });
    expect(judgeHook(parallel, open, [result()], 12 * HOUR - 1, 0).isWindowOver).toBe(false);
  });

  it('reports a 410 and leaves the circuit alone', () => {
    const verdict = judgeHook(parallel, HEALTHY_STATE, [result({ outcome: 'gone' })], 10, 0);
    expect(verdict).toMatchObject({ isGone: true, isWindowOver: false });
  });

  it('learns nothing about an endpoint from a blocked destination', () => {
    expect(
      judgeHook(parallel, HEALTHY_STATE, failures(9, { outcome: 'blocked' }), 100, 0).state,
    ).toEqual(HEALTHY_STATE);
  });
});
