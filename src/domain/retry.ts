import { LONGEST_PAUSE_SECONDS } from './engine-numbers';
/**
 * Pure functions that decide when a failed delivery is tried again and when it is given up. They depend on the policy,
 * the state and the database's clock. All times are milliseconds since the epoch.
 *
 * There are two clocks. A delivery's clock starts at its first attempt. A hook's clock starts at its last success. In
 * order, only the hook's clock counts.
 */

export type RetryPolicy = { isInOrder: boolean; retryWindowMs: number };

export type AttemptOutcome = 'success' | 'failure' | 'gone' | 'blocked';

export type AttemptResult = {
  outcome: AttemptOutcome;
  /** The number of the attempt in its delivery, from 1. */
  attempt: number;
  firstAttemptMs: number;
  startedMs: number;
  finishedMs: number;
  retryAfterSeconds: number | null;
  /** The version of the hook's settings with which it was sent. */
  configVersion: number;
  /** Set if the attempt probed an open circuit: the step of the pause that it ended. */
  probeStep: number | null;
};

/** The part of a result that decides on its delivery. */
type DeliveryResult = Pick<
  AttemptResult,
  'outcome' | 'attempt' | 'firstAttemptMs' | 'retryAfterSeconds'
>;

export type Decision =
  | { status: 'delivered' }
  | { status: 'retrying'; dueMs: number }
  | { status: 'failed' }
  | { status: 'discarded' };

/**
 * The effect of a batch of results on their hook, independent of the hook's state. The database applies it to the
 * present state (gancho.hook_after). Only attempts with the newest settings of the batch count.
 */
export type HookTally = {
  configVersion: number;
  /** When the last success ended. */
  lastSuccessMs: number | null;
  failures: number;
  /** When the first of the failures began. */
  failedSinceMs: number | null;
  /** The failures that ended after the last success. */
  failuresAfter: number;
  failedSinceAfterMs: number | null;
  /** When the last failure ended. */
  lastFailureMs: number | null;
  /** Whether a failure may be tried again, unlike 410. */
  isRetried: boolean;
  /** The step of an open circuit's pause after which a probe failed. */
  probeStep: number | null;
  /** The longest pause that the endpoint asked for. */
  askedSeconds: number | null;
  /** The endpoint answered 410, so nothing more is sent. */
  isGone: boolean;
};

/**
 * The pause after the nth failure: 1, 2, 4 ... 3600 s, and up to a tenth more, so that deliveries that failed together
 * do not return together.
 *
 * @param random in [0, 1)
 */
export function backoffMs(failures: number, random: number): number {
  const seconds = Math.min(2 ** Math.min(failures - 1, 30), LONGEST_PAUSE_SECONDS);
  return Math.round(seconds * 1000 * (1 + random / 10));
}

/** The next pause: the backoff, or a longer pause that the endpoint asked for (up to an hour). */
function pauseMs(failures: number, result: DeliveryResult, random: number): number {
  const asked = Math.min(result.retryAfterSeconds ?? 0, LONGEST_PAUSE_SECONDS) * 1000;
  return Math.max(backoffMs(failures, random), asked);
}

/**
 * The next state of one delivery. The last attempt is made when its window ends, not before. A longer pause is cut
 * short.
 */
export function decideDelivery(
  policy: RetryPolicy,
  result: DeliveryResult,
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

/** A test is sent once, so that the person who waits for it sees the result at once. */
export function decideTest({ outcome }: AttemptResult): Decision {
  return { status: outcome === 'success' ? 'delivered' : 'failed' };
}

/** A blocked destination shows nothing about the endpoint. Without results, no hook has that version of settings. */
export function tallyHook(results: readonly AttemptResult[]): HookTally {
  const configVersion = Math.max(0, ...results.map((result) => result.configVersion));
  const telling = results.filter((result) => result.configVersion === configVersion);
  const successes = telling.filter((result) => result.outcome === 'success');
  const failures = telling.filter(({ outcome }) => outcome === 'failure' || outcome === 'gone');
  const lastSuccessMs = latest(successes.map((result) => result.finishedMs));
  const after = failures.filter((result) => result.finishedMs > (lastSuccessMs ?? -Infinity));
  return {
    configVersion,
    lastSuccessMs,
    failures: failures.length,
    failedSinceMs: earliest(failures.map((result) => result.startedMs)),
    failuresAfter: after.length,
    failedSinceAfterMs: earliest(after.map((result) => result.startedMs)),
    lastFailureMs: latest(failures.map((result) => result.finishedMs)),
    isRetried: after.some((result) => result.outcome === 'failure'),
    probeStep: latest(after.map((result) => result.probeStep).filter((step) => step !== null)),
    askedSeconds: latest(after.map(askedOf).filter((seconds) => seconds !== null)),
    isGone: failures.some((result) => result.outcome === 'gone'),
  };
}

/** In whole seconds, up to the longest pause. */
const askedOf = ({ retryAfterSeconds }: AttemptResult): number | null =>
  retryAfterSeconds && Math.ceil(Math.min(retryAfterSeconds, LONGEST_PAUSE_SECONDS));

const latest = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.max(...values);
const earliest = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.min(...values);
