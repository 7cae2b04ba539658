import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { HEADERS_KEPT } from '@/contracts/header-pairs';
import type { AttemptError, OwnFailure } from './attempt-record';
import type { Connection } from './connector';
import { attemptErrorOf, errorCode, isConnectionLoss, ownFailureOf } from './errors';
import type { OriginPool, PooledRequest } from './origin-pool';
import type { PooledConnection } from './pooled-connection';
import type { Target } from './target';
import { Turns } from './turns';

const RESPONSE_BODY_BYTES_MAX = 16_384;
/** Early hints arrive once or twice. Each one restarts the count of header bytes, so their number is limited. */
const INTERIM_ANSWERS_MAX = 20;
/** Requests that were sent together time out together, and closing a connection takes as long as several requests. */
const timeouts = new Turns(4);

export type ExchangeInput = {
  pool: OriginPool;
  target: Target;
  hookId: string;
  headers: string[];
  body: Buffer;
  /** The time until the request can be written: for a free connection, DNS, TCP and TLS. */
  connectTimeoutMs: number;
  /** The time from then until the answer is complete. */
  responseTimeoutMs: number;
  isFresh: boolean;
};

export type ExchangeResult = {
  /** Set if no complete header came back. A later failure of the body is not an error. */
  error: AttemptError | null;
  /** Set if this process caused the error. */
  own: OwnFailure | null;
  /** The system's name of the error, if it has one. */
  errno: string | null;
  status: number | null;
  headers: [name: string, value: string][];
  body: Buffer | null;
  isBodyTruncated: boolean;
  /** Null on a connection that was already open. */
  opened: Connection | null;
  remoteAddress: string | null;
  /** From the writing of the request. Null if no byte came back. */
  firstByteMs: number | null;
  connectSpentMs: number;
  responseSpentMs: number;
  /**
   * A kept-alive connection broke before any byte came back, as happens when the other side closes an idle connection.
   */
  isLostReusedSocket: boolean;
};

/** Runs one request on one connection. It never rejects. */
export function runExchange(input: ExchangeInput): Promise<ExchangeResult> {
  return new Promise((resolve) => new Exchange(input, resolve).start());
}

class Exchange implements Dispatcher.DispatchHandler, PooledRequest {
  readonly hookId: string;
  readonly #input: ExchangeInput;
  readonly #resolve: (result: ExchangeResult) => void;
  readonly #createdAt = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #connection: PooledConnection | null = null;
  #isDone = false;
  #own: OwnFailure | null = null;
  #errno: string | null = null;
  #isReused = false;
  #startedAt: number | null = null;
  #firstByteAt: number | null = null;
  #status: number | null = null;
  #interimAnswers = 0;
  #headers: [string, string][] = [];
  #isLastOnConnection = false;
  #body = Buffer.alloc(0);
  #bodyBytes = 0;

  constructor(input: ExchangeInput, resolve: (result: ExchangeResult) => void) {
    this.#input = input;
    this.#resolve = resolve;
    this.hookId = input.hookId;
  }

  start(): void {
    this.#timer = setTimeout(() => this.#onConnectTimeout(), this.#input.connectTimeoutMs);
    this.#input.pool.acquire(this, this.#input.isFresh);
  }

  onConnection(connection: PooledConnection): void {
    this.#connection = connection;
    const { target, headers, body } = this.#input;
    connection.dispatch({ method: 'POST', path: target.path, headers, body }, this);
  }

  onRequestStart(): void {
    clearTimeout(this.#timer);
    this.#startedAt = performance.now();
    this.#timer = setTimeout(
      () => timeouts.add(() => this.#onResponseTimeout()),
      this.#input.responseTimeoutMs,
    );
    if (!this.#connection) return;
    this.#isReused = this.#connection.requestsOnSocket++ > 0;
    this.#connection.expectAnswer(() => this.onResponseStarted());
  }

  onResponseStarted(): void {
    this.#firstByteAt ??= performance.now();
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 100 || status > 599) {
      this.#finish({ code: 'invalid_response', params: { reason: 'status' } }, false, false);
      return;
    }
    if (status < 200) {
      this.#onInterimAnswer();
      return;
    }
    this.#status = status;
    this.#headers = headerPairs(controller.rawHeaders);
    this.#isLastOnConnection = /\bclose\b/i.test(String(headers.connection ?? ''));
  }

  #onInterimAnswer(): void {
    this.#interimAnswers += 1;
    if (this.#interimAnswers <= INTERIM_ANSWERS_MAX) return;
    const params = { reason: 'interim_answers' };
    this.#finish({ code: 'invalid_response', params }, false, false);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isDone) return;
    this.#keep(chunk);
    if (this.#bodyBytes > RESPONSE_BODY_BYTES_MAX) this.#finish(null, true, false);
  }

  onResponseEnd(): void {
    // The answer arrived before the whole request was sent. The rest of the request would precede the next one.
    const isWhollySent = this.#connection?.isFlushed ?? false;
    const isSpent = this.#connection?.isSpent ?? true;
    this.#finish(null, false, isWhollySent && !isSpent && !this.#isLastOnConnection);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#status !== null) {
      this.#finish(null, true, false);
      return;
    }
    this.#own = ownFailureOf(error);
    this.#errno = errorCode(error) || null;
    const stage =
      this.#startedAt === null ? (this.#connection?.progress.stage ?? 'waiting') : 'response';
    const isLost = this.#isReused && this.#firstByteAt === null && isConnectionLoss(error);
    this.#finish(attemptErrorOf(error, stage, this.#input.target.hostname), false, false, isLost);
  }

  #onConnectTimeout(): void {
    const { hostname: host } = this.#input.target;
    const stage = this.#connection?.progress.stage ?? 'waiting';
    this.#finish(
      stage === 'dns'
        ? { code: 'dns_failed', params: { host } }
        : { code: 'connect_timeout', params: { host, stage } },
      false,
      false,
    );
  }

  #onResponseTimeout(): void {
    const params = { timeoutMs: Math.round(this.#input.responseTimeoutMs) };
    const isAnswered = this.#status !== null;
    this.#finish(isAnswered ? null : { code: 'timeout_headers', params }, isAnswered, false);
  }

  #finish(
    error: AttemptError | null,
    isBodyTruncated: boolean,
    isReusable: boolean,
    isLostReusedSocket = false,
  ): void {
    if (this.#isDone) return;
    this.#isDone = true;
    clearTimeout(this.#timer);
    const now = performance.now();
    const startedAt = this.#startedAt ?? now;
    const connection = this.#connection?.current ?? null;
    const result: ExchangeResult = {
      error,
      own: this.#own,
      errno: this.#errno,
      status: this.#status,
      headers: this.#headers,
      body: this.#bodyBytes === 0 ? null : this.#readBody(),
      isBodyTruncated,
      opened: this.#isReused ? null : connection,
      remoteAddress: connection?.remoteAddress ?? null,
      firstByteMs: this.#firstByteAt === null ? null : this.#firstByteAt - startedAt,
      connectSpentMs: startedAt - this.#createdAt,
      responseSpentMs: now - startedAt,
      isLostReusedSocket,
    };
    if (this.#connection) this.#input.pool.release(this.#connection, isReusable);
    else this.#input.pool.cancel(this);
    this.#resolve(result);
  }

  /** Copies the chunk, because it is a view of a whole socket buffer, and each of very many is an object. */
  #keep(chunk: Buffer): void {
    const needed = Math.min(this.#bodyBytes + chunk.length, RESPONSE_BODY_BYTES_MAX);
    if (needed > this.#body.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, 2 * this.#body.length));
      this.#body.copy(grown);
      this.#body = grown;
    }
    chunk.copy(this.#body, Math.min(this.#bodyBytes, RESPONSE_BODY_BYTES_MAX));
    this.#bodyBytes += chunk.length;
  }

  #readBody(): Buffer {
    return this.#body.subarray(0, Math.min(this.#bodyBytes, RESPONSE_BODY_BYTES_MAX));
  }
}

function headerPairs(raw: Dispatcher.DispatchController['rawHeaders']): [string, string][] {
  const pairs: [string, string][] = [];
  if (!Array.isArray(raw)) return pairs;
  const end = Math.min(raw.length, 2 * HEADERS_KEPT);
  for (let index = 0; index + 1 < end; index += 2) {
    pairs.push([readable(raw[index]).toLowerCase(), readable(raw[index + 1])]);
  }
  return pairs;
}

/** Receivers send UTF-8, although HTTP names no encoding. Any other sequence of bytes is read as latin1. */
function readable(value: Buffer | string | undefined): string {
  if (!Buffer.isBuffer(value)) return value ?? '';
  return value.toString(isUtf8(value) ? 'utf8' : 'latin1');
}
