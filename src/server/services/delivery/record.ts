import { answerMs } from '@/domain/answer-time';
import {
  type AttemptResult,
  type Decision,
  decideDelivery,
  decideTest,
  type HookState,
  type HookVerdict,
  judgeHook,
} from '@/domain/retry';
import type { Database, EngineSql } from '@/server/db/client';
import { numberColumn, textColumn } from '@/server/db/columns';
import type { AttemptRecord } from '@/server/gateways/sender/attempt-record';
import type { Claimed } from './claim';
import { attemptColumns } from './record-columns';

/** What came back for a claimed delivery. */
export type Result = { claimed: Claimed; record: AttemptRecord };

type LockedHook = {
  hook_id: number;
  company_id: number;
  is_in_order: boolean;
  retry_window_seconds: number;
  failing_since_ms: number | null;
  failure_streak: number;
  circuit_opened_ms: number | null;
  probe_step: number;
  probe_ms: number | null;
  last_success_ms: number | null;
  answer_ms: number | null;
  now_ms: number;
};

/** A hook that fails for good, has lost its queue, or has opened or closed its circuit. */
export type HealthChange = { hookId: number; companyId: number };

export type Judged = {
  result: Result;
  attempt: AttemptResult;
  decision: Decision;
};

/**
 * Writes a batch of results: locks their hooks, decides by the retry policy from what it finds, writes
 * everything. One short transaction of two round trips; nothing else happens while it is open.
 *
 * @param minId results of deliveries below it are dropped with their day's partitions.
 */
export async function record(
  { engine }: Database,
  worker: number,
  minId: number,
  results: readonly Result[],
): Promise<HealthChange[]> {
  const hookIds = [...new Set(results.map((result) => result.claimed.hookId))];
  return (await engine.begin(async (tx) => {
    const locked = await tx<
      LockedHook[]
    >`SELECT * FROM gancho.lock_hook_states(${numberColumn(hookIds)}::bigint[])`;
    const { judged, verdicts, changes } = judge(locked, results);
    await write(tx as unknown as EngineSql, { worker, minId, judged, verdicts });
    return changes;
  })) as HealthChange[];
}

type Verdicts = { hook: LockedHook; verdict: HookVerdict; results: Judged[] }[];

function judge(locked: readonly LockedHook[], results: readonly Result[]) {
  const byHook = new Map<number, Result[]>();
  for (const result of results) {
    const list = byHook.get(result.claimed.hookId);
    if (list) list.push(result);
    else byHook.set(result.claimed.hookId, [result]);
  }
  const judged: Judged[] = [];
  const verdicts: Verdicts = [];
  const changes: HealthChange[] = [];
  for (const hook of locked) {
    const policy = { isInOrder: hook.is_in_order, retryWindowMs: hook.retry_window_seconds * 1000 };
    const state = stateOf(hook);
    const own = (byHook.get(hook.hook_id) ?? []).map((result) => {
      const attempt = toAttempt(result);
      const decision = result.claimed.isTest
        ? decideTest(attempt)
        : decideDelivery(policy, attempt, hook.now_ms, Math.random());
      return { result, attempt, decision };
    });
    // What a test brought back says nothing to the hook's health.
    const real = own.filter(({ result }) => !result.claimed.isTest);
    const attempts = real.map(({ attempt }) => attempt);
    const verdict = judgeHook(policy, state, attempts, hook.now_ms, Math.random());
    judged.push(...own);
    verdicts.push({ hook, verdict, results: real });
    if (isHealthChange(state, verdict)) {
      changes.push({ hookId: hook.hook_id, companyId: hook.company_id });
    }
  }
  return { judged, verdicts, changes };
}

function stateOf(hook: LockedHook): HookState {
  return {
    failingSinceMs: hook.failing_since_ms,
    failureStreak: hook.failure_streak,
    circuitOpenedMs: hook.circuit_opened_ms,
    probeStep: hook.probe_step,
    probeMs: hook.probe_ms,
    lastSuccessMs: hook.last_success_ms,
  };
}

function toAttempt({ claimed, record: sent }: Result): AttemptResult {
  const startedMs = sent.timing.startedAt + claimed.clockOffsetMs;
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

async function write(
  tx: EngineSql,
  {
    worker,
    minId,
    judged,
    verdicts,
  }: { worker: number; minId: number; judged: Judged[]; verdicts: Verdicts },
): Promise<void> {
  const r = attemptColumns(judged);
  const h = verdicts.map(({ hook, verdict, results }) => {
    const failed = results.filter(({ attempt }) => attempt.outcome !== 'success');
    const last = failed.reduce<Judged | null>(
      (latest, one) =>
        latest && latest.attempt.finishedMs > one.attempt.finishedMs ? latest : one,
      null,
    );
    return {
      id: hook.hook_id,
      state: verdict.state,
      lastFailureMs: last?.attempt.finishedMs ?? null,
      answerMs: answerMs(
        hook.answer_ms,
        results.map(({ attempt }) => attempt),
      ),
      lastError: last?.result.record.error ? JSON.stringify(last.result.record.error) : null,
      gone: verdict.isGone ? 't' : 'f',
      discardReason: verdict.isWindowOver ? WINDOW_ENDED : null,
    };
  });
  const texts = (values: readonly (string | null)[]) =>
    tx`string_to_array(${textColumn(values)}::text, chr(31), '')`;
  await tx`SELECT gancho.record(
    ${worker}::integer, ${minId}::bigint,
    ${r.hooks}::bigint[], ${r.deliveries}::bigint[], ${r.companies}::bigint[], ${r.numbers}::integer[],
    ${texts(r.outcomes)}, ${texts(r.statuses)}, ${texts(r.reasons)}, ${r.dueMs}::double precision[],
    ${texts(r.errors)}, ${r.responseStatuses}::integer[], ${r.startedMs}::double precision[],
    ${r.finishedMs}::double precision[], ${texts(r.timings)}, ${texts(r.addresses)},
    ${texts(r.requestHeaders)}, ${texts(r.responseHeaders)}, ${texts(r.bodiesBase64)}, ${texts(r.truncated)},
    ${texts(r.tests)}, ${r.latencyBuckets}::integer[],
    ${numberColumn(h.map((x) => x.id))}::bigint[],
    ${numberColumn(h.map((x) => x.state.failingSinceMs))}::double precision[],
    ${numberColumn(h.map((x) => x.state.failureStreak))}::integer[],
    ${numberColumn(h.map((x) => x.state.circuitOpenedMs))}::double precision[],
    ${numberColumn(h.map((x) => x.state.probeStep))}::integer[],
    ${numberColumn(h.map((x) => x.state.probeMs))}::double precision[],
    ${numberColumn(h.map((x) => x.state.lastSuccessMs))}::double precision[],
    ${numberColumn(h.map((x) => x.lastFailureMs))}::double precision[],
    ${texts(h.map((x) => x.lastError))}, ${numberColumn(h.map((x) => x.answerMs))}::real[],
    ${texts(h.map((x) => x.gone))}, ${texts(h.map((x) => x.discardReason))})`;
}

const WINDOW_ENDED = JSON.stringify({ code: 'hook_window_ended', params: {} });
