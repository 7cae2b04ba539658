import type { AttemptErrorCode } from '@/domain/delivery-reasons';

export type AttemptError = {
  code: AttemptErrorCode;
  params: Record<string, string | number>;
};

/**
 * A fault of this process or its machine that prevents a request. It says nothing about the receiver and does not
 * count, so the delivery returns to its previous state.
 */
export type OwnFailure = {
  outcome: 'ours';
  /**
   * `address`: no local address or port is left for this destination. `internal`: a bug, or settings that cannot be
   * read.
   */
  cause: 'file_limit' | 'memory' | 'resolver' | 'no_route' | 'address' | 'internal';
  /** Other deliveries would fail in the same way. */
  isForAll: boolean;
  /** For the log. */
  reason: string;
};

/** `gone` (410) and `blocked` (the destination is not allowed) are final. A `failure` may be retried. */
export type AttemptOutcome = 'success' | 'failure' | 'gone' | 'blocked';

/** Durations in milliseconds. The first three are null on a kept-alive connection. */
export type AttemptTiming = {
  /** On the clock of `performance.now()`. */
  startedAt: number;
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  /** From the writing of the request to the first byte of the answer. */
  firstByteMs: number | null;
  totalMs: number;
};

export type AttemptRecord = {
  outcome: AttemptOutcome;
  /** Null exactly when the outcome is `success`. */
  error: AttemptError | null;
  /** The answer's status, if its headers arrived. */
  status: number | null;
  responseHeaders: [name: string, value: string][];
  responseBody: Buffer | null;
  /** The body is longer than the part that was read, or its end never arrived. */
  responseBodyTruncated: boolean;
  retryAfterSeconds: number | null;
  remoteAddress: string | null;
  /** The connection was closed during the request, which was then sent once more on a new one. */
  retriedOnFreshSocket: boolean;
  /** The headers that were sent, without `host` and framing, with secrets masked. */
  requestHeaders: Record<string, string>;
  timing: AttemptTiming;
};

export function outcomeOf(error: AttemptError | null): AttemptOutcome {
  switch (error?.code) {
    case undefined:
      return 'success';
    case 'gone':
      return 'gone';
    case 'blocked_address':
    case 'blocked_own':
    case 'blocked_scheme':
    case 'blocked_port':
    case 'invalid_url':
      return 'blocked';
    default:
      return 'failure';
  }
}

/** Carries an {@link AttemptError} through code that only knows exceptions. */
export class AttemptFailure extends Error {
  constructor(readonly attemptError: AttemptError) {
    super(attemptError.code);
    this.name = 'AttemptFailure';
  }
}
