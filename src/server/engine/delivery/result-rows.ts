import { headersOf } from '@/contracts/header-pairs';
import { answerTimes } from '@/domain/answer-time';
import type { Reason } from '@/domain/delivery-reasons';
import { latencyBucket, tellsLatency } from '@/domain/latency';
import type { Decision } from '@/domain/retry';
import type { AttemptRecord } from '@/server/gateways/sender/attempt-record';
import type { DecidedResult, HookResults } from './decide-batch';

/** One result, with the column names of gancho.attempt_result. */
export type ResultRow = {
  hook_id: number;
  delivery_id: number;
  company_id: number;
  n: number;
  outcome: AttemptRecord['outcome'];
  status: Decision['status'];
  reason: Reason | null;
  due_ms: number | null;
  error: AttemptRecord['error'];
  response_status: number | null;
  started_ms: number;
  finished_ms: number;
  timing: Record<string, number>;
  remote_address: string | null;
  request_headers: Record<string, string>;
  response_headers: Record<string, string | string[]>;
  response_body_base64: string | null;
  is_response_truncated: boolean;
  is_test: boolean;
  latency_bucket: number | null;
};

/** The results of one hook in a batch, with the column names of gancho.hook_result. */
export type HookRow = {
  hook_id: number;
  config_version: number | null;
  success_ms: number | null;
  failures: number;
  failed_since_ms: number | null;
  failures_after: number;
  failed_since_after_ms: number | null;
  failed_ms: number | null;
  is_retried: boolean;
  probe_step: number | null;
  asked_seconds: number | null;
  last_error: AttemptRecord['error'];
  answer_first: number | null;
  answer_kept: number;
  answer_added: number;
  is_gone: boolean;
};

export function resultRow({ attempt, decision, result }: DecidedResult): ResultRow {
  const { claimed, record } = result;
  return {
    hook_id: claimed.hookId,
    delivery_id: claimed.deliveryId,
    company_id: claimed.companyId,
    n: claimed.attempt,
    outcome: record.outcome,
    status: decision.status,
    reason: reasonOf(decision, record),
    due_ms: decision.status === 'retrying' ? decision.dueMs : null,
    error: record.error,
    response_status: record.status,
    started_ms: attempt.startedMs,
    finished_ms: attempt.finishedMs,
    timing: timingOf(record),
    remote_address: record.remoteAddress,
    request_headers: record.requestHeaders,
    response_headers: headersOf(inLowerCase(record.responseHeaders)),
    response_body_base64: record.responseBody?.length
      ? record.responseBody.toString('base64')
      : null,
    is_response_truncated: record.responseBodyTruncated,
    is_test: claimed.isTest,
    latency_bucket: latencyBucketOf(record),
  };
}

export function hookRow({ hookId, tally, results }: HookResults): HookRow {
  const answers = answerTimes(results.map(({ attempt }) => attempt));
  return {
    hook_id: hookId,
    config_version: tally.configVersion,
    success_ms: tally.lastSuccessMs,
    failures: tally.failures,
    failed_since_ms: tally.failedSinceMs,
    failures_after: tally.failuresAfter,
    failed_since_after_ms: tally.failedSinceAfterMs,
    failed_ms: tally.lastFailureMs,
    is_retried: tally.isRetried,
    probe_step: tally.probeStep,
    asked_seconds: tally.askedSeconds,
    last_error: lastFailureOf(results)?.result.record.error ?? null,
    answer_first: answers.first,
    answer_kept: answers.kept,
    answer_added: answers.added,
    is_gone: tally.isGone,
  };
}

function lastFailureOf(results: readonly DecidedResult[]): DecidedResult | null {
  let last: DecidedResult | null = null;
  for (const one of results) {
    if (one.attempt.outcome === 'success') continue;
    if (last === null || one.attempt.finishedMs >= last.attempt.finishedMs) last = one;
  }
  return last;
}

function reasonOf({ status }: Decision, { error }: AttemptRecord): ResultRow['reason'] {
  if (status === 'delivered') return null;
  return status === 'discarded' ? { code: 'window_ended', params: error?.params ?? {} } : error;
}

function latencyBucketOf({ status, error, timing }: AttemptRecord): number | null {
  const isTelling = tellsLatency({ status, errorCode: error?.code ?? null });
  return isTelling ? latencyBucket(timing.totalMs) : null;
}

/** Leaves out the phases that took no time, as on a kept-alive connection. */
function timingOf({ timing }: AttemptRecord): Record<string, number> {
  const known: Record<string, number> = {};
  if (timing.dnsMs !== null) known.dns = hundredths(timing.dnsMs);
  if (timing.connectMs !== null) known.connect = hundredths(timing.connectMs);
  if (timing.tlsMs !== null) known.tls = hundredths(timing.tlsMs);
  if (timing.firstByteMs !== null) known.first_byte = hundredths(timing.firstByteMs);
  known.total = hundredths(timing.totalMs);
  return known;
}

const hundredths = (ms: number) => Math.round(ms * 100) / 100;

const inLowerCase = (pairs: AttemptRecord['responseHeaders']) =>
  pairs.map(([name, value]): [string, string] => [name.toLowerCase(), value]);
