import { type Clock, systemClock } from '../clock';
import { AttemptFailure, type AttemptRecord, type OwnFailure } from './attempt-record';
import { createConnector } from './connector';
import { addressPolicyOf, type DestinationSettings } from './destination-settings';
import { type ExchangeInput, type ExchangeResult, runExchange } from './exchange';
import { OriginPool } from './origin-pool';
import { createOwnFailureFinder, type HasRoute } from './own-failure';
import { failedRecord, type RecordBasis, recordOf } from './record';
import { buildRequestHeaders, type HeaderInput } from './request-headers';
import { createResolver, type Lookup, systemLookup } from './resolver';
import { parseTarget, type Target } from './target';

export type OutboundRequest = HeaderInput & {
  url: string;
  body: string | Buffer;
  /** Hooks that share an origin take turns when all its connections are in use. */
  hookId: string;
  /** From the opening of the connection until the answer is complete. */
  timeoutMs: number;
};

export type SenderOptions = DestinationSettings & {
  /** Part of the user agent. */
  version: string;
  /** Should be at least the number of requests that one caller has in flight. */
  maxConnectionsPerOrigin?: number;
  connectTimeoutMs?: number;
  lookup?: Lookup;
  hasRoute?: HasRoute;
  /** The clock for reading a `Retry-After` that is a date. */
  clock?: Clock;
  /** In PEM format. Replaces the authorities that Node trusts. */
  trustedAuthorities?: string[];
};

export type Sender = {
  /**
   * Sends one attempt. It never rejects, whatever the receiver does. It takes at most the connect timeout plus
   * `timeoutMs`. Any 2xx is a success as soon as its headers arrive, even if the body is too long, too slow or cut off.
   * A failure of this process is returned without a record.
   */
  send(request: OutboundRequest): Promise<AttemptRecord | OwnFailure>;
  /** Refuses new attempts, waits for those in flight, and closes every connection. */
  close(): Promise<void>;
};

const CONNECT_TIMEOUT_MS = 5_000;
const CONNECTIONS_PER_ORIGIN = 512;
const monotonic: Clock = { nowMs: () => performance.now() };

export function createSender(options: SenderOptions): Sender {
  const clock = options.clock ?? systemClock;
  const connectTimeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  const userAgent = `Gancho/${options.version}`;
  const resolver = createResolver(options.lookup ?? systemLookup, monotonic);
  const ownFailureBehind = createOwnFailureFinder({ resolver, ...options });
  const connector = createConnector({
    policy: addressPolicyOf(options),
    resolver,
    ...(options.trustedAuthorities ? { trustedAuthorities: options.trustedAuthorities } : {}),
  });
  const pools = new Map<string, OriginPool>();
  let underWay = 0;
  let isClosed = false;
  let onIdle: (() => void) | null = null;

  function poolFor(target: Target): OriginPool {
    // Connections for an allowed path of our own are kept apart, because no other path may use them.
    const mayReachOwn = options.isOwnPathAllowed?.(target.pathname) ?? false;
    const key = `${mayReachOwn ? 'own ' : ''}${target.origin}`;
    const existing = pools.get(key);
    if (existing) return existing;
    const pool = new OriginPool({
      target,
      mayReachOwn,
      connector,
      connectionsMax: options.maxConnectionsPerOrigin ?? CONNECTIONS_PER_ORIGIN,
      onEmpty: () => {
        if (pools.get(key) === pool) pools.delete(key);
      },
    });
    pools.set(key, pool);
    return pool;
  }

  async function exchange(request: OutboundRequest, headers: string[], body: Buffer) {
    const target = parseTarget(request.url);
    const input: ExchangeInput = {
      pool: poolFor(target),
      target,
      hookId: request.hookId,
      headers,
      body,
      connectTimeoutMs,
      responseTimeoutMs: request.timeoutMs,
      isFresh: false,
    };
    const result = await runExchange(input);
    return result.isLostReusedSocket
      ? { result: await runExchange(secondTry(input, result)), isRetried: true }
      : { result, isRetried: false };
  }

  /** The second try uses the rest of the two timeouts. */
  function secondTry(input: ExchangeInput, first: ExchangeResult): ExchangeInput {
    return {
      ...input,
      pool: poolFor(input.target),
      connectTimeoutMs: Math.max(1, input.connectTimeoutMs - first.connectSpentMs),
      responseTimeoutMs: Math.max(1, input.responseTimeoutMs - first.responseSpentMs),
      isFresh: true,
    };
  }

  async function attempt(request: OutboundRequest): Promise<AttemptRecord | OwnFailure> {
    const basis: RecordBasis = {
      startedMs: performance.now(),
      requestHeaders: {},
      own: {
        sent: request.headers,
        shown: request.shownHeaders,
        signingSecrets: request.signingSecrets,
      },
    };
    underWay += 1;
    try {
      if (isClosed) throw new Error('sender_closed');
      const body = typeof request.body === 'string' ? Buffer.from(request.body) : request.body;
      const { wire, recorded } = buildRequestHeaders(request, body, userAgent);
      basis.requestHeaders = recorded;
      const { result, isRetried } = await exchange(request, wire, body);
      return (await ownFailureBehind(result)) ?? recordOf(result, isRetried, basis, clock.nowMs());
    } catch (error) {
      if (error instanceof AttemptFailure) return failedRecord(error.attemptError, basis);
      return { outcome: 'ours', cause: 'internal', isForAll: false, reason: messageOf(error) };
    } finally {
      underWay -= 1;
      if (underWay === 0) onIdle?.();
    }
  }

  async function shutDown(): Promise<void> {
    isClosed = true;
    if (underWay > 0) {
      await new Promise<void>((resolve) => {
        onIdle = resolve;
      });
    }
    for (const pool of [...pools.values()]) pool.destroyIdle();
  }

  let closing: Promise<void> | null = null;
  return {
    send: attempt,
    close() {
      closing ??= shutDown();
      return closing;
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
