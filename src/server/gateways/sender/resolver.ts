import { lookup as lookupCallback } from 'node:dns';
import { promisify } from 'node:util';
import type { Clock } from '../clock';
import { BoundedMap } from './bounded-map';
import { DNS_NOT_FOUND, errorCode } from './errors';

export type ResolvedAddress = { address: string; family: number };
export type Lookup = (hostname: string) => Promise<ResolvedAddress[]>;

const lookupAll = promisify(lookupCallback);
/** The operating system's resolver, so that /etc/hosts and search domains apply. */
export const systemLookup: Lookup = (hostname) => lookupAll(hostname, { all: true });

const FRESH_MS = 30_000;
const USABLE_MS = 600_000;
const PATIENCE_MS = 1_000;
const HOSTS_MAX = 5_000;
/** The number of names that are looked up again to test the resolver, and the time for that. */
const CONTROLS = 3;
const CONTROL_MS = 3_000;
/** Without such names, the resolver counts as failed if two names fail within this time and none succeeds. */
const MOMENT_MS = 10_000;
const FAILED_MAX = 100;

export type Resolver = {
  resolve: Lookup;
  /** The addresses did not work, so the next call asks again. */
  forget(hostname: string): void;
  /**
   * The state of the resolver after a failed look-up, judged by other names. `down`: none of them can be resolved.
   * `unknown`: there are none.
   */
  health(hostname: string): Promise<'well' | 'down' | 'unknown'>;
};

/**
 * Node resolves names on a few threads, so a few names whose servers never answer would delay every other receiver.
 * Therefore each name has at most one look-up at a time, an answer is kept for half a minute, and an older answer is
 * used when a look-up is slow. An earlier resolution gives no trust: the connector checks every address that it
 * connects to.
 */
export function createResolver(lookup: Lookup, clock: Clock): Resolver {
  const answers = new BoundedMap<string, { addresses: ResolvedAddress[]; atMs: number }>(HOSTS_MAX);
  const running = new Map<string, Promise<ResolvedAddress[]>>();
  /** Names whose look-up failed, and when. */
  const failed = new BoundedMap<string, number>(FAILED_MAX);
  let checking: Promise<Map<string, boolean>> | null = null;

  function look(hostname: string): Promise<ResolvedAddress[]> {
    const joined = running.get(hostname);
    if (joined) return joined;
    const started = lookup(hostname).then(
      (addresses) => {
        answers.set(hostname, { addresses, atMs: clock.nowMs() });
        failed.clear();
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

  /** Looks up the most recently found names again. */
  async function check(): Promise<Map<string, boolean>> {
    const names = [...answers.keys()].slice(-CONTROLS);
    const found = await Promise.all(names.map((name) => isFoundInTime(look(name))));
    return new Map(names.map((name, n) => [name, found[n] ?? false]));
  }

  return {
    forget: (hostname) => void answers.delete(hostname),
    async health(hostname) {
      failed.set(hostname, clock.nowMs());
      checking ??= check().finally(() => {
        checking = null;
      });
      const isFound = await checking;
      const others = [...isFound.keys()].filter((name) => name !== hostname);
      if (others.some((name) => isFound.get(name))) return 'well';
      const failing = [...failed].filter(([, atMs]) => clock.nowMs() - atMs < MOMENT_MS).length;
      return others.length > 0 || failing > 1 ? 'down' : 'unknown';
    },
    resolve(hostname) {
      const known = answers.get(hostname);
      const ageMs = known ? clock.nowMs() - known.atMs : Number.POSITIVE_INFINITY;
      if (known && ageMs < FRESH_MS) return Promise.resolve(known.addresses);
      const asked = look(hostname);
      return known && ageMs < USABLE_MS ? orElse(asked, known.addresses) : asked;
    },
  };
}

/** The answer that a name does not exist counts too. */
function isFoundInTime(asked: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), CONTROL_MS);
    asked
      .then(
        () => resolve(true),
        (error: unknown) => resolve(DNS_NOT_FOUND.has(errorCode(error))),
      )
      .finally(() => clearTimeout(timer));
  });
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
