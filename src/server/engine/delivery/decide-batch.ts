import {
  type AttemptResult,
  type Decision,
  decideDelivery,
  decideTest,
  type HookTally,
  tallyHook,
} from '@/domain/retry';
import type { AttemptRecord } from '@/server/gateways/sender/attempt-record';
import type { Claimed } from './claim';

/** The result of one attempt of a claimed delivery. */
export type Result = { claimed: Claimed; record: AttemptRecord };

export type DecidedResult = { result: Result; attempt: AttemptResult; decision: Decision };

export type HookResults = {
  hookId: number;
  tally: HookTally;
  /** Those that say something about the hook's health. */
  results: DecidedResult[];
};

/** Everything that is written for a batch. The hooks are ordered by id, because their locks are taken in that order. */
export type BatchDecision = { decided: DecidedResult[]; hooks: HookResults[] };

/** Decides about each delivery by the settings with which it was claimed, and sums up the results of each hook. */
export function decideBatch(results: readonly Result[], nowMs: number): BatchDecision {
  const decided = results.map((result) => {
    const attempt = toAttempt(result);
    return { result, attempt, decision: decide(result, attempt, nowMs) };
  });
  const byHook = new Map<number, DecidedResult[]>();
  for (const one of decided) {
    const list = byHook.get(one.result.claimed.hookId);
    if (list) list.push(one);
    else byHook.set(one.result.claimed.hookId, [one]);
  }
  const hooks = [...byHook].map(([hookId, all]) => {
    const telling = all.filter(tellsHealth);
    return { hookId, tally: tallyHook(telling.map(({ attempt }) => attempt)), results: telling };
  });
  return { decided, hooks: hooks.sort((a, b) => a.hookId - b.hookId) };
}

/**
 * A test says nothing. A job's deliveries failed before, so only their success counts, unless one of them probes an open
 * circuit.
 */
function tellsHealth({ result: { claimed, record } }: DecidedResult): boolean {
  if (claimed.isTest) return false;
  return !claimed.isRecovery || record.outcome === 'success' || claimed.probeStep !== null;
}

function decide({ claimed }: Result, attempt: AttemptResult, nowMs: number): Decision {
  if (claimed.isTest) return decideTest(attempt);
  const { isInOrder, retryWindowSeconds } = claimed;
  const policy = { isInOrder, retryWindowMs: retryWindowSeconds * 1000 };
  return decideDelivery(policy, attempt, nowMs, Math.random());
}

function toAttempt({ claimed, record: sent }: Result): AttemptResult {
  const startedMs = sent.timing.startedAt + claimed.monotonicOffsetMs;
  return {
    outcome: sent.outcome,
    attempt: claimed.attempt,
    firstAttemptMs: claimed.firstAttemptMs,
    startedMs,
    finishedMs: startedMs + sent.timing.totalMs,
    retryAfterSeconds: sent.retryAfterSeconds,
    configVersion: claimed.configVersion,
    probeStep: claimed.probeStep,
  };
}
