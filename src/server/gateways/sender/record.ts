import { type AttemptError, type AttemptRecord, outcomeOf } from './attempt-record';
import type { ExchangeResult } from './exchange';
import { type Own, redactAnswer } from './redact';
import { retryAfterSeconds } from './retry-after';

const LOCATION_CHARS_MAX = 300;

export type RecordBasis = {
  /** On the clock of `performance.now()`. */
  startedMs: number;
  requestHeaders: Record<string, string>;
  own: Own;
};

export function recordOf(
  result: ExchangeResult,
  retriedOnFreshSocket: boolean,
  basis: RecordBasis,
  /** Since the epoch, because `Retry-After` may be a date. */
  nowMs: number,
): AttemptRecord {
  const answer = redactAnswer(result, basis.own);
  const error = result.error ?? statusError({ ...answer, status: result.status });
  return {
    outcome: outcomeOf(error),
    error,
    status: result.status,
    responseHeaders: answer.headers,
    responseBody: answer.body,
    responseBodyTruncated: result.isBodyTruncated,
    retryAfterSeconds: error ? retryAfterSeconds(headerOf(result, 'retry-after'), nowMs) : null,
    remoteAddress: result.remoteAddress,
    retriedOnFreshSocket,
    requestHeaders: basis.requestHeaders,
    timing: {
      startedAt: basis.startedMs,
      dnsMs: result.opened?.dnsMs ?? null,
      connectMs: result.opened?.connectMs ?? null,
      tlsMs: result.opened?.tlsMs ?? null,
      firstByteMs: result.firstByteMs,
      totalMs: performance.now() - basis.startedMs,
    },
  };
}

/** The record of an attempt that got no connection at all. */
export function failedRecord(error: AttemptError, basis: RecordBasis): AttemptRecord {
  const nothing: ExchangeResult = {
    error,
    own: null,
    errno: null,
    status: null,
    headers: [],
    body: null,
    isBodyTruncated: false,
    opened: null,
    remoteAddress: null,
    firstByteMs: null,
    connectSpentMs: 0,
    responseSpentMs: 0,
    isLostReusedSocket: false,
  };
  return recordOf(nothing, false, basis, 0);
}

type Answered = Pick<ExchangeResult, 'status' | 'headers'>;

function statusError(result: Answered): AttemptError | null {
  const status = result.status ?? 0;
  if (status >= 200 && status < 300) return null;
  if (status === 410) return { code: 'gone', params: { status } };
  if (status >= 300 && status < 400) {
    const location = headerOf(result, 'location')?.slice(0, LOCATION_CHARS_MAX);
    return { code: 'redirect', params: location ? { status, location } : { status } };
  }
  return { code: 'http_status', params: { status } };
}

function headerOf(result: Pick<Answered, 'headers'>, name: string): string | undefined {
  return result.headers.find(([header]) => header === name)?.[1];
}
