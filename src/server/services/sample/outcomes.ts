import type { Reason } from '@/domain/delivery-reasons';
import { DAY_MS, HOUR_MS } from '@/domain/units';
import type { Behaviour } from './sample-plan';

export type SampleAttempt = {
  startedMs: number;
  totalMs: number;
  outcome: 'success' | 'failure' | 'gone' | 'blocked';
  error: Reason | null;
  status: number | null;
};

/** The outcome of a delivery. */
export type SampleOutcome = {
  status: 'queued' | 'retrying' | 'delivered' | 'failed' | 'discarded';
  reason: Reason | null;
  attempts: SampleAttempt[];
  nextAttemptMs: number | null;
  finishedMs: number | null;
};

const MINUTE_MS = 60_000;

/** How long the failing endpoint has been down. */
export const OUTAGE_MS = 5 * HOUR_MS;
/** How long ago the gone endpoint answered 410. */
const GONE_AGO_MS = 3 * DAY_MS;
/**
 * An earlier outage that lasted longer than the retry window of 12 hours, and a wrong address. Each lasts a whole day,
 * so that it includes working hours at whatever hour the sample is created.
 */
const LOST = { fromMs: 9.5 * DAY_MS, toMs: 8.5 * DAY_MS };
const BLOCKED = { fromMs: 15 * DAY_MS, toMs: 14 * DAY_MS };

const serverError: Reason = { code: 'http_status', params: { status: 500 } };

type Input = {
  behaviour: Behaviour;
  atMs: number;
  nowMs: number;
  /** Whether an earlier delivery was answered with 410. */
  isGone: boolean;
  random: () => number;
};

/** Decides the outcome, at `nowMs`, of a delivery of an event at `atMs`. */
export function outcomeOf(input: Input): SampleOutcome {
  const { behaviour, atMs, nowMs, isGone, random } = input;
  const agoMs = nowMs - atMs;
  if (behaviour === 'gone' && isGone) return waiting();
  if (behaviour === 'gone' && agoMs <= GONE_AGO_MS) return gone(atMs, random);
  if (behaviour === 'failing' && agoMs <= OUTAGE_MS) return retrying(atMs, nowMs, random);
  if (behaviour === 'failing' && isWithin(agoMs, LOST)) {
    return discarded(atMs, nowMs - LOST.toMs, random);
  }
  if (behaviour === 'failing' && isWithin(agoMs, BLOCKED)) return blocked(atMs, random);
  return delivered(atMs, random);
}

function isWithin(agoMs: number, { fromMs, toMs }: { fromMs: number; toMs: number }): boolean {
  return agoMs <= fromMs && agoMs > toMs;
}

function waiting(): SampleOutcome {
  return { status: 'queued', reason: null, attempts: [], nextAttemptMs: null, finishedMs: null };
}

function delivered(atMs: number, random: () => number): SampleOutcome {
  const failures = random() < 0.96 ? 0 : 1 + Math.floor(random() * 2);
  const attempts = failures > 0 ? failed(atMs, failures, passingError(random), random) : [];
  const last = { ...attempt(startOf(atMs, failures, random), random), status: 200 };
  attempts.push(last);
  return {
    status: 'delivered',
    reason: null,
    attempts,
    nextAttemptMs: null,
    finishedMs: last.startedMs + last.totalMs,
  };
}

function passingError(random: () => number): Reason {
  return random() < 0.6
    ? { code: 'http_status', params: { status: 503 } }
    : { code: 'timeout_headers', params: { timeoutMs: 5000 } };
}

function retrying(atMs: number, nowMs: number, random: () => number): SampleOutcome {
  const attempts = failed(atMs, 1 + Math.floor(random() * 6), serverError, random);
  return {
    status: 'retrying',
    reason: serverError,
    attempts,
    nextAttemptMs: nowMs + Math.round((2 + random() * 48) * MINUTE_MS),
    finishedMs: null,
  };
}

function discarded(atMs: number, endMs: number, random: () => number): SampleOutcome {
  return {
    status: 'discarded',
    reason: { code: 'hook_window_ended', params: {} },
    attempts: failed(atMs, 1 + Math.floor(random() * 5), serverError, random),
    nextAttemptMs: null,
    finishedMs: Math.max(endMs, atMs + MINUTE_MS),
  };
}

function blocked(atMs: number, random: () => number): SampleOutcome {
  const reason: Reason = {
    code: 'blocked_address',
    params: { host: '10.20.0.8', kind: 'private' },
  };
  return final('failed', reason, {
    ...attempt(startOf(atMs, 0, random), random),
    outcome: 'blocked',
    totalMs: 2,
    error: reason,
  });
}

function gone(atMs: number, random: () => number): SampleOutcome {
  const reason: Reason = { code: 'gone', params: { status: 410 } };
  return final('failed', reason, {
    ...attempt(startOf(atMs, 0, random), random),
    outcome: 'gone',
    error: reason,
    status: 410,
  });
}

function final(status: 'failed', reason: Reason, last: SampleAttempt): SampleOutcome {
  const finishedMs = last.startedMs + last.totalMs;
  return { status, reason, attempts: [last], nextAttemptMs: null, finishedMs };
}

function failed(atMs: number, count: number, error: Reason, random: () => number) {
  return Array.from({ length: count }, (_, n): SampleAttempt => {
    const status = typeof error.params.status === 'number' ? error.params.status : null;
    const one = attempt(startOf(atMs, n, random), random);
    return {
      ...one,
      outcome: 'failure',
      error,
      status,
      totalMs: error.code === 'timeout_headers' ? 5000 : one.totalMs,
    };
  });
}

/** The (n+1)-th attempt starts 0, 1, 3, 7 ... seconds after the first, plus the duration of the attempts. */
function startOf(atMs: number, n: number, random: () => number): number {
  return atMs + 20 + Math.round(random() * 30) + (2 ** n - 1) * 1000 + n * 5200;
}

function attempt(startedMs: number, random: () => number): SampleAttempt {
  return {
    startedMs,
    totalMs: 20 + Math.round(random() ** 3 * 400),
    outcome: 'success',
    error: null,
    status: null,
  };
}
