import { latencyBucket, tellsLatency } from '@/domain/latency';
import type { Decision } from '@/domain/retry';
import type { AttemptRecord } from '@/server/gateways/sender/attempt-record';
import type { Judged } from './record';

/** The results of a batch as the column arrays that gancho.record takes. */
export function attemptColumns(judged: readonly Judged[]) {
  const records = judged.map(({ result }) => result.record);
  return {
    hooks: judged.map(({ result }) => result.claimed.hookId),
    deliveries: judged.map(({ result }) => result.claimed.deliveryId),
    companies: judged.map(({ result }) => result.claimed.companyId),
    numbers: judged.map(({ result }) => result.claimed.attempt),
    outcomes: records.map((one) => one.outcome),
    statuses: judged.map(({ decision }) => decision.status),
    reasons: judged.map(({ decision, result }) => reasonOf(decision, result.record)),
    dueMs: judged.map(({ decision }) => (decision.status === 'retrying' ? decision.dueMs : null)),
    errors: records.map((one) => (one.error ? JSON.stringify(one.error) : null)),
    responseStatuses: records.map((one) => one.status),
    startedMs: judged.map(({ attempt }) => attempt.startedMs),
    finishedMs: judged.map(({ attempt }) => attempt.finishedMs),
    timings: records.map((one) => JSON.stringify(timingOf(one))),
    addresses: records.map((one) => one.remoteAddress),
    requestHeaders: records.map((one) => JSON.stringify(one.requestHeaders)),
    responseHeaders: records.map((one) => JSON.stringify(headersOf(one.responseHeaders))),
    // As text: the driver can't write an array of buffers.
    bodiesBase64: records.map((one) =>
      one.responseBody?.length ? one.responseBody.toString('base64') : null,
    ),
    truncated: records.map((one) => (one.responseBodyTruncated ? 't' : 'f')),
    tests: judged.map(({ result }) => (result.claimed.isTest ? 't' : 'f')),
    latencyBuckets: records.map(latencyBucketOf),
  };
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

function timingOf({ timing }: AttemptRecord): Record<string, number> {
  const phases = {
    dns: timing.dnsMs,
    connect: timing.connectMs,
    tls: timing.tlsMs,
    first_byte: timing.firstByteMs,
    total: timing.totalMs,
  };
  const known = Object.entries(phases).filter(
    (entry): entry is [string, number] => entry[1] !== null,
  );
  return Object.fromEntries(known.map(([phase, ms]) => [phase, Math.round(ms * 100) / 100]));
}

/** Header names are lower case; several of one name become a list. */
function headersOf(pairs: AttemptRecord['responseHeaders']): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    const held = headers[key];
    if (held === undefined) headers[key] = value;
    else headers[key] = Array.isArray(held) ? [...held, value] : [held, value];
  }
  return headers;
}
