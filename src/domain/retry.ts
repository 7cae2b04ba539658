import { LONGEST_PAUSE_SECONDS } from './engine-numbers';
/**
 * When a failed delivery is tried again, and when it is given up: pure functions of policy, state and
 * the ledger's clock. All times are milliseconds since the epoch, by the database's clock.
 *
 * Two clocks run. The delivery's runs from its first attempt; the hook's runs since its last success.
 * In order there is only the hook's.
 */

export type RetryPolicy = { isInOrder: boolean; retryWindowMs: number };

export type AttemptOutcome = 'success' | 'failure' | 'gone' | 'blocked';

export type AttemptResult = {
  outcome: AttemptOutcome;
  /** Which attempt of its delivery this was, from 1. */
  attempt: number;
  firstAttemptMs: number;
  startedMs: number;
  finishedMs: number;
  retryAfterSeconds: number | null;
  /** With which version of the hook's settings it was sent. */
  configVersion: number;
  /** Set if it was sent to try an open circuit: the step of the pause that it ended. */
  probeStep: number | null;
};

/** What of it decides on its delivery. */
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
 * What a batch of results tells of their hook, whatever state it is in: the ledger applies it to the state that it finds
 * (gancho.hook_after). Only attempts with the newest of the batch's settings count.
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
  /** A failure may be tried again, unlike 410. */
  isRetried: boolean;
  /** The step of an open circuit's pause that was tried in vain. */
  probeStep: number | null;
  /** The longest pause for which the endpoint asked. */
  askedSeconds: number | null;
  /** The endpoint answered 410: send nothing more. */
  isGone: boolean;
};

/**
 * The pause after the nth failure: 1, 2, 4 ... 3600 s, and up to a tenth more so that what failed
 * together does not come back together.
 *
 * @param random in [0, 1)
 */
export function backoffMs(failures: number, random: number): number {
  const seconds = Math.min(2 ** Math.min(failures - 1, 30), LONGEST_PAUSE_SECONDS);
  return Math.round(seconds * 1000 * (1 + random / 10));
}

/** The pause that is due: the backoff, or longer if the endpoint asked for it (up to an hour). */
function pauseMs(failures: number, result: DeliveryResult, random: number): number {
  const asked = Math.min(result.retryAfterSeconds ?? 0, LONGEST_PAUSE_SECONDS) * 1000;
  return Math.max(backoffMs(failures, random), asked);
}

/**
 * What becomes of one delivery. The last attempt is made when its window ends, not before: a pause that
 * would reach beyond is cut short.
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

/** A test is sent once: whoever waits for it sees at once what came back. */
export function decideTest({ outcome }: AttemptResult): Decision {
  return { status: outcome === 'success' ? 'delivered' : 'failed' };
}

/** A blocked destination says nothing about the endpoint. Without results, no hook has that version of settings. */
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

/** In whole seconds, as many as a pause lasts at most. */
const askedOf = ({ retryAfterSeconds }: AttemptResult): number | null =>
  retryAfterSeconds && Math.ceil(Math.min(retryAfterSeconds, LONGEST_PAUSE_SECONDS));

const latest = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.max(...values);
const earliest = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.min(...values);
