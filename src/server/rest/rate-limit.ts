import { HOUR_MS } from '@/domain/units';
export type RateLimits = {
  hourly: number;
  /** Calls in ten seconds. */
  burst: number;
  /** Null: publishing is not limited. */
  publishPerSecond: number | null;
};

type Window = { startMs: number; count: number };

export type Standing = {
  /** Describe the window that refuses, otherwise the hour, because clients wait for the reset that the headers name. */
  headers: Record<string, string>;
  /** Null: the call is let through. */
  retryAfterSeconds: number | null;
};

/** The most clients that are remembered for an hour. Beyond that the oldest start again at zero. */
const KEYS_MAX = 10_000;

/**
 * Counts a client's calls in fixed windows, in this process. If several webs share a database, each of them allows the
 * full limit.
 */
export class RateLimiter {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly limits: RateLimits) {}

  /** Counts one call. A refused call is not counted. */
  take(apiClientId: number, isPublish: boolean, nowMs: number): Standing {
    const { hourly, burst, publishPerSecond } = this.limits;
    if (isPublish) {
      if (publishPerSecond === null) return { headers: {}, retryAfterSeconds: null };
      return this.count(`p${apiClientId}`, publishPerSecond, 1000, nowMs);
    }
    const now = this.count(`b${apiClientId}`, burst, 10_000, nowMs);
    if (now.retryAfterSeconds !== null) return now;
    return this.count(`h${apiClientId}`, hourly, HOUR_MS, nowMs);
  }

  private count(key: string, limit: number, lengthMs: number, nowMs: number): Standing {
    let window = this.windows.get(key);
    if (window === undefined || nowMs >= window.startMs + lengthMs) {
      this.windows.delete(key);
      window = { startMs: nowMs, count: 0 };
      this.windows.set(key, window);
      if (this.windows.size > KEYS_MAX) this.dropOldest();
    }
    const endMs = window.startMs + lengthMs;
    const isRefused = window.count >= limit;
    if (!isRefused) window.count += 1;
    return {
      headers: {
        'x-rate-limit-limit': String(limit),
        'x-rate-limit-remaining': String(limit - window.count),
        'x-rate-limit-reset': String(Math.ceil(endMs / 1000)),
      },
      retryAfterSeconds: isRefused ? Math.max(1, Math.ceil((endMs - nowMs) / 1000)) : null,
    };
  }

  private dropOldest(): void {
    for (const key of this.windows.keys()) {
      this.windows.delete(key);
      return;
    }
  }
}
