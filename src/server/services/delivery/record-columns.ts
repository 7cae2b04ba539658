import { headersOf } from '@/contracts/header-pairs';
import { answerTimes } from '@/domain/answer-time';
import { latencyBucket, tellsLatency } from '@/domain/latency';
import type { Decision } from '@/domain/retry';
import { numberColumn } from '@/server/db/columns';
import type { AttemptRecord } from '@/server/gateways/sender/attempt-record';
import type { HookJudged, Judged } from './judge';

/** The results of a batch, by the columns that gancho.record takes: numbers ready, texts one by one. */
export function attemptColumns(judged: readonly Judged[]) {
  const records = judged.map(({ result }) => result.record);
  return {
    hooks: numberColumn(judged.map(({ result }) => result.claimed.hookId)),
    deliveries: numberColumn(judged.map(({ result }) => result.claimed.deliveryId)),
    companies: numberColumn(judged.map(({ result }) => result.claimed.companyId)),
    numbers: numberColumn(judged.map(({ result }) => result.claimed.attempt)),
    outcomes: records.map((one) => one.outcome),
    statuses: judged.map(({ decision }) => decision.status),
    reasons: judged.map(({ decision, result }) => reasonOf(decision, result.record)),
    dueMs: numberColumn(
      judged.map(({ decision }) => (decision.status === 'retrying' ? decision.dueMs : null)),
    ),
    errors: records.map((one) => (one.error ? JSON.stringify(one.error) : null)),
    responseStatuses: numberColumn(records.map((one) => one.status)),
    startedMs: numberColumn(judged.map(({ attempt }) => attempt.startedMs)),
    finishedMs: numberColumn(judged.map(({ attempt }) => attempt.finishedMs)),
    timings: records.map((one) => JSON.stringify(timingOf(one))),
    addresses: records.map((one) => one.remoteAddress),
    requestHeaders: records.map((one) => JSON.stringify(one.requestHeaders)),
    responseHeaders: records.map((one) =>
      JSON.stringify(headersOf(inLowerCase(one.responseHeaders))),
    ),
    // As text: the driver can't write an array of buffers.
    bodiesBase64: records.map((one) =>
      one.responseBody?.length ? one.responseBody.toString('base64') : null,
    ),
    truncated: records.map((one) => (one.responseBodyTruncated ? 't' : 'f')),
    tests: judged.map(({ result }) => (result.claimed.isTest ? 't' : 'f')),
    latencyBuckets: numberColumn(records.map(latencyBucketOf)),
  };
}

/** What the batch tells of each of its hooks. */
export function hookColumns(hooks: readonly HookJudged[]) {
  const tallies = hooks.map(({ tally }) => tally);
  const answers = hooks.map(({ results }) => answerTimes(results.map(({ attempt }) => attempt)));
  return {
    ids: numberColumn(hooks.map(({ hookId }) => hookId)),
    configVersions: numberColumn(tallies.map((one) => one.configVersion)),
    successMs: numberColumn(tallies.map((one) => one.lastSuccessMs)),
    failures: numberColumn(tallies.map((one) => one.failures)),
    failedSinceMs: numberColumn(tallies.map((one) => one.failedSinceMs)),
    failuresAfter: numberColumn(tallies.map((one) => one.failuresAfter)),
    failedSinceAfterMs: numberColumn(tallies.map((one) => one.failedSinceAfterMs)),
    failedMs: numberColumn(tallies.map((one) => one.lastFailureMs)),
    retried: tallies.map((one) => (one.isRetried ? 't' : 'f')),
    probeSteps: numberColumn(tallies.map((one) => one.probeStep)),
    askedSeconds: numberColumn(tallies.map((one) => one.askedSeconds)),
    lastErrors: hooks.map(({ results }) => {
      const error = lastFailureOf(results)?.result.record.error;
      return error ? JSON.stringify(error) : null;
    }),
    answerFirst: numberColumn(answers.map((one) => one.first)),
    answerKept: numberColumn(answers.map((one) => one.kept)),
    answerAdded: numberColumn(answers.map((one) => one.added)),
    gone: tallies.map((one) => (one.isGone ? 't' : 'f')),
  };
}

function lastFailureOf(results: readonly Judged[]): Judged | null {
  let last: Judged | null = null;
  for (const one of results) {
    if (one.attempt.outcome === 'success') continue;
    if (last === null || one.attempt.finishedMs >= last.attempt.finishedMs) last = one;
  }
  return last;
}

function reasonOf(decision: Decision, record: AttemptRecord): string | null {
  if (decision.status === 'delivered') return null;
  if (decision.status === 'discarded') {
    return JSON.stringify({ code: 'window_ended', params: record.error?.params ?? {} });
  }
  return record.error ? JSON.stringify(record.error) : null;
}

function latencyBucketOf({ status, error, timing }: AttemptRecord): number | null {
  const isTelling = tellsLatency({ status, errorCode: error?.code ?? null });
  return isTelling ? latencyBucket(timing.totalMs) : null;
}

/** Phases that took no time of their own, as on a kept-alive connection, are left out. */
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
