import { connect as connectTcp, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type TLSSocket } from 'node:tls';
import type { AddressPolicy } from './address-policy';
import { AttemptFailure } from './attempt-record';
import { BoundedMap } from './bounded-map';
import type { Stage } from './errors';
import type { ResolvedAddress, Resolver } from './resolver';
import type { Target } from './target';

const ADDRESS_ATTEMPT_MS = 250;
const TLS_SESSIONS_MAX = 1_000;

/** How a connection was opened. Durations are in milliseconds. */
export type Connection = {
  remoteAddress: string | null;
  dnsMs: number | null;
  connectMs: number;
  tlsMs: number | null;
};

/** Updated while connecting, so that a caller that gives up knows the current stage and what to destroy. */
export type ConnectProgress = { stage: Stage; socket: Socket | null; isCancelled: boolean };

export type OpenedConnection = { socket: Socket; connection: Connection };

export type Connector = {
  open(target: Target, mayReachOwn: boolean, progress: ConnectProgress): Promise<OpenedConnection>;
};

export type ConnectorOptions = {
  policy: Pick<AddressPolicy, 'refusal'>;
  resolver: Resolver;
  /** In PEM, instead of the authorities that Node trusts (which NODE_EXTRA_CA_CERTS extends). */
  trustedAuthorities?: string[];
};

/**
 * Opens the connections of the sender. It checks every address that a name resolves to, and the socket may connect only
 * to those addresses. The name is not resolved a second time, so a changed answer has no effect.
 */
export function createConnector(options: ConnectorOptions): Connector {
  const secureContext = createSecureContext(
    options.trustedAuthorities ? { ca: options.trustedAuthorities } : {},
  );
  const sessions = new BoundedMap<string, Buffer>(TLS_SESSIONS_MAX);

  async function allowedAddresses(
    target: Target,
    mayReachOwn: boolean,
  ): Promise<ResolvedAddress[]> {
    const { hostname, port, isHttps } = target;
    const addresses = target.isIpLiteral
      ? [{ address: hostname, family: hostname.includes(':') ? 6 : 4 }]
      : await options.resolver.resolve(hostname);
    for (const { address } of addresses) {
      const refusal = options.policy.refusal(address, { hostname, port, isHttps, mayReachOwn });
      if (refusal) throw new AttemptFailure(refusal);
    }
    if (addresses.length === 0) {
      throw new AttemptFailure({ code: 'dns_not_found', params: { host: hostname } });
    }
    return addresses;
  }

  function socketTo(target: Target, addresses: ResolvedAddress[]): Socket {
    const common = {
      host: target.hostname,
      port: target.port,
      lookup: fixedLookup(addresses),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS,
    };
    if (!target.isHttps) return connectTcp(common);
    const session = sessions.get(target.origin);
    const socket = connectTls({
      ...common,
      secureContext,
      // Explicit, because NODE_TLS_REJECT_UNAUTHORIZED would otherwise switch off verification.
      rejectUnauthorized: true,
      ALPNProtocols: ['http/1.1'],
      ...(target.isIpLiteral ? {} : { servername: target.hostname.replace(/\.$/, '') }),
      ...(session ? { session } : {}),
    });
    socket.on('session', (ticket) => sessions.set(target.origin, ticket));
    return socket;
  }

  return {
    async open(target, mayReachOwn, progress) {
      const startedAt = performance.now();
      progress.stage = 'dns';
      const addresses = await allowedAddresses(target, mayReachOwn);
      if (progress.isCancelled) throw new Error('cancelled');
      const resolvedAt = performance.now();
      progress.stage = 'tcp';
      const socket = socketTo(target, addresses);
      progress.socket = socket;
      socket.setNoDelay(true).setKeepAlive(true, 60_000);
      try {
        const { connectedAt, securedAt } = await established(socket, target.isHttps, progress);
        const connection: Connection = {
          remoteAddress: socket.remoteAddress ?? null,
          dnsMs: target.isIpLiteral ? null : resolvedAt - startedAt,
          connectMs: connectedAt - resolvedAt,
          tlsMs: securedAt === null ? null : securedAt - connectedAt,
        };
        return { socket, connection };
      } catch (error) {
        options.resolver.forget(target.hostname);
        sessions.delete(target.origin);
        throw error;
      }
    },
  };
}

function fixedLookup(addresses: ResolvedAddress[]): LookupFunction {
  return (_hostname, lookupOptions, callback) => {
    const first = addresses[0];
    if (lookupOptions.all || !first) callback(null, addresses);
    else callback(null, first.address, first.family);
  };
}

type Established = { connectedAt: number; securedAt: number | null };

function established(
  socket: Socket | TLSSocket,
  isHttps: boolean,
  progress: ConnectProgress,
): Promise<Established> {
  return new Promise((resolve, reject) => {
    let connectedAt = 0;
    socket.once('connect', () => {
      connectedAt = performance.now();
      progress.stage = isHttps ? 'tls' : 'response';
      if (!isHttps) resolve({ connectedAt, securedAt: null });
    });
    socket.once('secureConnect', () => {
      progress.stage = 'response';
      resolve({ connectedAt, securedAt: performance.now() });
    });
    // Stays on for the socket's life, because an error before undici adds its own listener must not end the process.
    socket.on('error', reject);
    socket.once('close', () => reject(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
  });
}
