import type { Database } from '@/server/db/client';
import type { Actor } from '../actor';

export type ClientActor = Extract<Actor, { kind: 'client' }>;
export type KnownToken = { actor: ClientActor; createdAtMs: number; expiresAtMs: number };

/** How long a token that was revoked by another process may still be taken here. */
const FRESH_MS = 5_000;
const ENTRIES_MAX = 10_000;

/** Saves publishing one look-up a request. Only tokens that exist are kept. */
export class TokenCache {
  private readonly entries = new Map<string, { token: KnownToken; atMs: number }>();

  find(hash: string, nowMs: number): KnownToken | null {
    const entry = this.entries.get(hash);
    if (entry === undefined) return null;
    if (nowMs - entry.atMs < FRESH_MS && nowMs < entry.token.expiresAtMs) return entry.token;
    this.entries.delete(hash);
    return null;
  }

  keep(hash: string, token: KnownToken, nowMs: number): void {
    if (this.entries.size >= ENTRIES_MAX) this.entries.clear();
    this.entries.set(hash, { token, atMs: nowMs });
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

/** One cache for each database of this process. */
export function tokenCacheOf({ root }: Database): TokenCache {
  let cache = caches.get(root);
  if (cache === undefined) {
    cache = new TokenCache();
    caches.set(root, cache);
  }
  return cache;
}
