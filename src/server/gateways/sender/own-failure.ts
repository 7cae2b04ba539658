import { createSocket } from 'node:dgram';
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import type { AttemptError, OwnFailure } from './attempt-record';
import { ownFailureOf } from './errors';
import type { ExchangeResult } from './exchange';
import type { Resolver } from './resolver';

/** Whether this machine has a route to any outside address. */
export type HasRoute = () => Promise<boolean>;

/** Addresses of the documentation ranges. Connecting a datagram socket sends nothing and only checks for a route. */
const SOMEWHERE = [
  { type: 'udp4', address: '192.0.2.1' },
  { type: 'udp6', address: '2001:db8::1' },
] as const;

/** A recent connection to another host proves for this long that the network works. */
const REACHED_MS = 10_000;

/**
 * Finds our own failure behind an error that looks like the receiver's. Examples: a name cannot be looked up because no
 * file can be opened or the resolver is down, or a host cannot be reached because no host can.
 */
export function createOwnFailureFinder(given: { resolver: Resolver; hasRoute?: HasRoute }) {
  const { resolver, hasRoute = systemHasRoute } = given;
  let reachedMs = Number.NEGATIVE_INFINITY;

  async function behind(error: AttemptError, errno: string | null): Promise<OwnFailure | null> {
    if (error.code === 'dns_not_found') return fileFailure();
    if (error.code === 'dns_failed') {
      const health = await resolver.health(String(error.params.host));
      if (health === 'well') return fileFailure();
      return fileFailure() ?? own('resolver', health === 'down', 'names can not be looked up');
    }
    const isWithoutRoute = errno === 'ENETUNREACH' || errno === 'ENETDOWN';
    if (!isWithoutRoute || (await hasRoute())) return null;
    return own('no_route', performance.now() - reachedMs > REACHED_MS, 'there is no way out');
  }

  return async (result: ExchangeResult): Promise<OwnFailure | null> => {
    if (result.own !== null) return result.own;
    if (result.error !== null) return behind(result.error, result.errno);
    if (!isLoopback(result.remoteAddress)) reachedMs = performance.now();
    return null;
  };
}

const own = (cause: OwnFailure['cause'], isForAll: boolean, reason: string): OwnFailure => ({
  outcome: 'ours',
  cause,
  isForAll,
  reason,
});

const isLoopback = (address: string | null) => /^(127\.|::1$|::ffff:127\.)/.test(address ?? '::1');

/** The system's resolver reads files, and reports a name as missing if it cannot read them. */
function fileFailure(): OwnFailure | null {
  try {
    closeSync(openSync(devNull, 'r'));
    return null;
  } catch (error) {
    return ownFailureOf(error);
  }
}

export const systemHasRoute: HasRoute = async () => {
  const ways = await Promise.all(SOMEWHERE.map(({ type, address }) => canConnect(type, address)));
  return ways.includes(true);
};

function canConnect(type: 'udp4' | 'udp6', address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(type);
    const end = (isThere: boolean) => {
      socket.close();
      resolve(isThere);
    };
    socket.once('error', () => end(false));
    socket.once('connect', () => end(true));
    socket.connect(9, address);
  });
}
