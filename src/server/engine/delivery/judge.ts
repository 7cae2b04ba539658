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

/** What came back for a claimed delivery. */
export type Result = { claimed: Claimed; record: AttemptRecord };

export type Judged = { result: Result; attempt: AttemptResult; decision: Decision };

export type HookJudged = {
  hookId: number;
  tally: HookTally;
  /** Without tests: what these brought back says nothing to the hook's health. */
  results: Judged[];
};

/** All that is to be written for a batch; hooks in the order of their ids, in which their locks are taken. */
export type Judgement = { judged: Judged[]; hooks: HookJudged[] };

/** What is to become of each result, by the settings with which it was claimed, and what each hook's tell of it. */
export function judge(results: readonly Result[], nowMs: number): Judgement {
  const judged = results.map((result) => {
    const attempt = toAttempt(result);
    return { result, attempt, decision: decide(result, attempt, nowMs) };
  });
  const byHook = new Map<number, Judged[]>();
  for (const one of judged) {
    const list = byHook.get(one.result.claimed.hookId);
    if (list) list.push(one);
    else byHook.set(one.result.claimed.hookId, [one]);
  }
  const hooks = [...byHook].map(([hookId, all]) => {
    const real = all.filter(({ result }) => !result.claimed.isTest);
    return { hookId, tally: tallyHook(real.map(({ attempt }) => attempt)), results: real };
  });
  return { judged, hooks: hooks.sort((a, b) => a.hookId - b.hookId) };
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
