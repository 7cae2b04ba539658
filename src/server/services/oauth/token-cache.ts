import type { Database } from '@/server/db/client';
import type { Actor } from '../actor';

export type ClientActor = Extract<Actor, { kind: 'client' }>;
export type KnownToken = { actor: ClientActor; createdAtMs: number; expiresAtMs: number };

/** How long this process may accept a token that another process has ended. It must not work longer than a second. */
const FRESH_MS = 700;
const ENTRIES_MAX = 10_000;

/** Saves one look-up per publish request. Only existing tokens are kept. */
export class TokenCache {
  private readonly entries = new Map<string, { token: KnownToken; readAtMs: number }>();

  /** @param nowMs on the database's clock, by which tokens expire */
  find(hash: string, nowMs: number): KnownToken | null {
    const entry = this.entries.get(hash);
    if (entry === undefined) return null;
    const isFresh = performance.now() - entry.readAtMs < FRESH_MS;
    if (isFresh && nowMs < entry.token.expiresAtMs) return entry.token;
    this.entries.delete(hash);
    return null;
  }

  /**
   * @param readAtMs when the token was requested, by `performance.now()`, so that setting a clock back does not extend
   * its life
   */
  keep(hash: string, token: KnownToken, readAtMs: number): void {
    if (this.entries.size >= ENTRIES_MAX) this.entries.clear();
    this.entries.set(hash, { token, readAtMs });
  }

  drop(hash: string): void {
    this.entries.delete(hash);
  }

  dropClient(apiClientId: number): void {
    for (const [hash, { token }] of this.entries) {
      if (token.actor.apiClientId === apiClientId) this.entries.delete(hash);
    }
  }
}

const caches = new WeakMap<Database, TokenCache>();

/** The cache of each database of this process. */
export function tokenCacheOf({ root }: Database): TokenCache {
  let cache = caches.get(root);
  if (cache === undefined) {
    cache = new TokenCache();
    caches.set(root, cache);
  }
  return cache;
}
