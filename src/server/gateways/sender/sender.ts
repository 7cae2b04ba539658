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
  /** Hooks that share an origin take turns when its connections are all in use. */
  hookId: string;
  /** From the moment the connection exists until the answer is complete. */
  timeoutMs: number;
};

export type SenderOptions = DestinationSettings & {
  /** Goes into the user agent. */
  version: string;
  /** Should not be less than the requests that one caller has in flight. */
  maxConnectionsPerOrigin?: number;
  connectTimeoutMs?: number;
  lookup?: Lookup;
  hasRoute?: HasRoute;
  /** By which a `Retry-After` that is a date is read. */
  clock?: Clock;
  /** In PEM, instead of the authorities that Node trusts. */
  trustedAuthorities?: string[];
};

export type Sender = {
  /**
   * Sends one attempt; never rejects, whatever the receiver does. Takes at most the connect
   * timeout and `timeoutMs` together. Any 2xx is a success from its headers on: a body that is
   * too long, too slow or cut off changes nothing about that. What this process itself is to blame for is no record.
   */
  send(request: OutboundRequest): Promise<AttemptRecord | OwnFailure>;
  /** Refuses new attempts, waits for those under way, closes every connection. */
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
    // Connections opened for an allowed path of ours are kept apart: no other path may use them.
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

  /** The second try lives on what the first has left of the two timeouts. */
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
      own: { sent: request.headers, shown: request.shownHeaders },
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
