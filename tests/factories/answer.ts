import type { AttemptRecord } from '@/server/gateways/sender/attempt-record';

/** The answer that the sender returns. */
export function answer(
  kind: 'success' | 'failure' | 'refused' | 'timeout',
  totalMs = 12,
): AttemptRecord {
  const status = { success: 200, failure: 500, refused: null, timeout: null }[kind];
  const code = (
    { failure: 'http_status', refused: 'connect_refused', timeout: 'timeout_headers' } as const
  )[kind as 'failure'];
  return {
    outcome: kind === 'success' ? 'success' : 'failure',
    error: code === undefined ? null : { code, params: {} },
    status,
    responseHeaders: [],
    responseBody: null,
    responseBodyTruncated: false,
    retryAfterSeconds: null,
    remoteAddress: null,
    retriedOnFreshSocket: false,
    requestHeaders: {},
    timing: {
      startedAt: performance.now(),
      dnsMs: null,
      connectMs: null,
      tlsMs: null,
      firstByteMs: 1,
      totalMs,
    },
  };
}
