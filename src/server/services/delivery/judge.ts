import {
  type AttemptResult,
  type Decision,
  decideDelivery,
  decideTest,
  type HookState,
  type HookVerdict,
  judgeHook,
  type RetryPolicy,
} from '@/domain/retry';
import type { AttemptRecord } from '@/server/gateways/sender/attempt-record';
import type { Claimed } from './claim';

/** What came back for a claimed delivery. */
export type Result = { claimed: Claimed; record: AttemptRecord };

/** A hook that fails for good, has lost its queue, or has opened or closed its circuit. */
export type HealthChange = { hookId: number; companyId: number };

/** From what state of a hook its results are judged. */
export type HookBefore = {
  hookId: number;
  companyId: number;
  isInOrder: boolean;
  retryWindowSeconds: number;
  /** Without the last success: the ledger keeps the latest. */
  state: HookState;
};

export type Judged = { result: Result; attempt: AttemptResult; decision: Decision };

export type HookJudged = {
  before: HookBefore;
  verdict: HookVerdict;
  /** Without tests: what these brought back says nothing to the hook's health. */
  results: Judged[];
};

/** All that is to be written for a batch; hooks in the order of their ids. */
export type Judgement = { judged: Judged[]; hooks: HookJudged[]; changes: HealthChange[] };

/** What is to become of each hook's results, by the retry policy. Results of hooks not among `befores` are left out. */
export function judge(
  befores: readonly HookBefore[],
  results: readonly Result[],
  nowMs: number,
): Judgement {
  const byHook = new Map<number, Result[]>();
  for (const result of results) {
    const list = byHook.get(result.claimed.hookId);
    if (list) list.push(result);
    else byHook.set(result.claimed.hookId, [result]);
  }
  const judgement: Judgement = { judged: [], hooks: [], changes: [] };
  for (const before of befores) {
    const policy: RetryPolicy = {
      isInOrder: before.isInOrder,
      retryWindowMs: before.retryWindowSeconds * 1000,
    };
    const own = (byHook.get(before.hookId) ?? []).map((result) => {
      const attempt = toAttempt(result);
      const decision = result.claimed.isTest
        ? decideTest(attempt)
        : decideDelivery(policy, attempt, nowMs, Math.random());
      return { result, attempt, decision };
    });
    const real = own.filter(({ result }) => !result.claimed.isTest);
    const attempts = real.map(({ attempt }) => attempt);
    const verdict = judgeHook(policy, before.state, attempts, nowMs, Math.random());
    judgement.judged.push(...own);
    judgement.hooks.push({ before, verdict, results: real });
    if (isHealthChange(before.state, verdict)) {
      judgement.changes.push({ hookId: before.hookId, companyId: before.companyId });
    }
  }
  return judgement;
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
  };
}

function isHealthChange(before: HookState, { state, isGone, isWindowOver }: HookVerdict): boolean {
  return (
    isGone || isWindowOver || (before.circuitOpenedMs === null) !== (state.circuitOpenedMs === null)
  );
}
