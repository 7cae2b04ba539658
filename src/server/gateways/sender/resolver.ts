import { lookup as lookupCallback } from 'node:dns';
import { promisify } from 'node:util';
import type { Clock } from '../clock';
import { BoundedMap } from './bounded-map';
import { errorCode } from './errors';

export type ResolvedAddress = { address: string; family: number };
export type Lookup = (hostname: string) => Promise<ResolvedAddress[]>;

const lookupAll = promisify(lookupCallback);
/** The operating system's resolver, so that /etc/hosts and search domains count. */
export const systemLookup: Lookup = (hostname) => lookupAll(hostname, { all: true });

const FRESH_MS = 30_000;
const USABLE_MS = 600_000;
const PATIENCE_MS = 1_000;
const HOSTS_MAX = 5_000;

export type Resolver = {
  resolve: Lookup;
  /** The addresses did not work: ask again next time. */
  forget(hostname: string): void;
};

/**
 * Node resolves names on a handful of threads, so that a few names whose servers never answer
 * would delay every other receiver. Hence one lookup at a time for a name, an answer that is kept
 * for half a minute, and an older one that stands in when a lookup is slow. Nothing is trusted
 * for having been resolved before: the connector judges every address it connects to.
 */
export function createResolver(lookup: Lookup, clock: Clock): Resolver {
  const answers = new BoundedMap<string, { addresses: ResolvedAddress[]; atMs: number }>(HOSTS_MAX);
  const running = new Map<string, Promise<ResolvedAddress[]>>();

  function look(hostname: string): Promise<ResolvedAddress[]> {
    const joined = running.get(hostname);
    if (joined) return joined;
    const started = lookup(hostname).then(
      (addresses) => {
        answers.set(hostname, { addresses, atMs: clock.nowMs() });
        return addresses;
      },
      (error: unknown) => {
        if (errorCode(error) === 'ENOTFOUND') answers.delete(hostname);
        throw error;
      },
    );
    const tracked = started.finally(() => running.delete(hostname));
    running.set(hostname, tracked);
    return tracked;
  }

  return {
    forget: (hostname) => void answers.delete(hostname),
    resolve(hostname) {
      const known = answers.get(hostname);
      const ageMs = known ? clock.nowMs() - known.atMs : Number.POSITIVE_INFINITY;
      if (known && ageMs < FRESH_MS) return Promise.resolve(known.addresses);
      const asked = look(hostname);
      return known && ageMs < USABLE_MS ? orElse(asked, known.addresses) : asked;
    },
  };
}

function orElse(asked: Promise<ResolvedAddress[]>, earlier: ResolvedAddress[]): typeof asked {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(earlier), PATIENCE_MS);
    asked
      .then(resolve, (error: unknown) => {
        if (errorCode(error) === 'ENOTFOUND') reject(error);
        else resolve(earlier);
      })
      .finally(() => clearTimeout(timer));
  });
}
