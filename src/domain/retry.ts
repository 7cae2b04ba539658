/**
 * When a failed delivery is tried again, and when it is given up: pure functions of policy, state and
 * the ledger's clock. All times are milliseconds since the epoch, by the database's clock.
 *
 * Two clocks run. The delivery's runs from its first attempt; the hook's runs since its last success.
 * In order there is only the hook's.
 */

export type RetryPolicy = { isInOrder: boolean; retryWindowMs: number };

/** What is known of a hook while its queue is locked. */
export type HookState = {
  failingSinceMs: number | null;
  failureStreak: number;
  /** Set while the circuit is open: one probe goes out per backoff step. */
  circuitOpenedMs: number | null;
  probeStep: number;
  probeMs: number | null;
  lastSuccessMs: number | null;
};

export type AttemptOutcome = 'success' | 'failure' | 'gone' | 'blocked';

export type AttemptResult = {
  outcome: AttemptOutcome;
  /** Which attempt of its delivery this was, from 1. */
  attempt: number;
  firstAttemptMs: number;
  startedMs: number;
  finishedMs: number;
  retryAfterSeconds: number | null;
};

export type Decision =
  | { status: 'delivered' }
  | { status: 'retrying'; dueMs: number }
  | { status: 'failed' }
  | { status: 'discarded' };

/** What a hook's results mean for the hook as a whole. */
export type HookVerdict = {
  state: HookState;
  /** The endpoint answered 410: send nothing more. */
  isGone: boolean;
  /** The hook's clock has run out: drop all that waits. */
  isWindowOver: boolean;
};

const LONGEST_BACKOFF_SECONDS = 3600;
/** Failures in a row, without a success between them, that open the circuit. */
const CIRCUIT_THRESHOLD = 5;

export const HEALTHY_STATE: HookState = {
  failingSinceMs: null,
  failureStreak: 0,
  circuitOpenedMs: null,
  probeStep: 0,
  probeMs: null,
  lastSuccessMs: null,
};

/**
 * The pause after the nth failure: 1, 2, 4 ... 3600 s, and up to a tenth more so that what failed
 * together does not come back together.
 *
 * @param random in [0, 1)
 */
export function backoffMs(failures: number, random: number): number {
  const seconds = Math.min(2 ** Math.min(failures - 1, 30), LONGEST_BACKOFF_SECONDS);
  return Math.round(seconds * 1000 * (1 + random / 10));
}

/** The pause that is due: the backoff, or longer if the endpoint asked for it (up to an hour). */
function pauseMs(failures: number, result: AttemptResult, random: number): number {
  const asked = Math.min(result.retryAfterSeconds ?? 0, LONGEST_BACKOFF_SECONDS) * 1000;
  return Math.max(backoffMs(failures, random), asked);
}

/**
 * What becomes of one delivery. The last attempt is made when its window ends, not before: a pause that
 * would reach beyond is cut short.
 */
export function decideDelivery(
  policy: RetryPolicy,
  result: AttemptResult,
  nowMs: number,
  random: number,
): Decision {
  switch (result.outcome) {
    case 'success':
      return { status: 'delivered' };
    case 'gone':
    case 'blocked':
      return { status: 'failed' };
    case 'failure': {
      const dueMs = nowMs + pauseMs(result.attempt, result, random);
      if (policy.isInOrder) return { status: 'retrying', dueMs };
      const windowEndMs = result.firstAttemptMs + policy.retryWindowMs;
      if (nowMs >= windowEndMs) return { status: 'discarded' };
      return { status: 'retrying', dueMs: Math.min(dueMs, windowEndMs) };
    }
  }
}

/** A test is sent once: whoever waits for it sees at once what came back. */
export function decideTest({ outcome }: AttemptResult): Decision {
  return { status: outcome === 'success' ? 'delivered' : 'failed' };
}

/**
 * What a batch of results means for their hook. Results count in the order in which they finished. A
 * blocked destination says nothing about the endpoint and changes nothing.
 */
export function judgeHook(
  policy: RetryPolicy,
  before: HookState,
  results: readonly AttemptResult[],
  nowMs: number,
  random: number,
): HookVerdict {
  const inTime = [...results].sort((a, b) => a.finishedMs - b.finishedMs);
  let state = before;
  for (const result of inTime) {
    if (result.outcome === 'success') state = afterSuccess(state, result);
    else if (result.outcome !== 'blocked')
      state = afterFailure(policy, state, result, nowMs, random);
  }
  const isGone = results.some((result) => result.outcome === 'gone');
  const isWindowOver =
    state.failingSinceMs !== null &&
    nowMs - state.failingSinceMs >= policy.retryWindowMs &&
    results.some((result) => result.outcome === 'failure');
  // The next event starts afresh.
  if (isWindowOver) state = { ...HEALTHY_STATE, lastSuccessMs: state.lastSuccessMs };
  return { state, isGone, isWindowOver };
}

function afterSuccess(state: HookState, result: AttemptResult): HookState {
  const lastSuccessMs = Math.max(state.lastSuccessMs ?? 0, result.finishedMs);
  // It began before the circuit opened, so it does not show that the endpoint has recovered since.
  if (state.circuitOpenedMs !== null && result.startedMs < state.circuitOpenedMs)
    return { ...state, lastSuccessMs };
  return { ...HEALTHY_STATE, lastSuccessMs };
}

function afterFailure(
  policy: RetryPolicy,
  state: HookState,
  result: AttemptResult,
  nowMs: number,
  random: number,
): HookState {
  const failed = {
    ...state,
    failingSinceMs: state.failingSinceMs ?? result.startedMs,
    failureStreak: state.failureStreak + 1,
  };
  // In order, the delivery at the head is itself the only probe there is.
  if (policy.isInOrder || result.outcome === 'gone') return failed;
  if (state.circuitOpenedMs === null) {
    if (failed.failureStreak < CIRCUIT_THRESHOLD) return failed;
    return {
      ...failed,
      circuitOpenedMs: nowMs,
      probeStep: 1,
      probeMs: nowMs + pauseMs(1, result, random),
    };
  }
  // Others that were under way when the circuit opened are no probes.
  if (result.startedMs < state.circuitOpenedMs) return failed;
  const probeStep = state.probeStep + 1;
  return { ...failed, probeStep, probeMs: nowMs + pauseMs(probeStep, result, random) };
}
