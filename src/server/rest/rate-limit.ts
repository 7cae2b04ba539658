import { rateLimited } from '@/domain/errors';

export type RateLimits = {
  hourly: number;
  /** In ten seconds. */
  burst: number;
  /** Null: publishing is not limited. */
  publishPerSecond: number | null;
};

type Window = { startMs: number; count: number };

/** Clients seen in the last hour at most; beyond that the oldest begin afresh. */
const KEYS_MAX = 10_000;

/**
 * Counts a client's calls in fixed windows, in this process: several webs on one database each allow
 * the whole of it.
 */
export class RateLimiter {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly limits: RateLimits) {}

  /**
   * @returns the headers that tell the client where it stands
   * @throws ServiceError `rate_limited`
   */
  take(apiClientId: number, isPublish: boolean, nowMs: number): Record<string, string> {
    const { hourly, burst, publishPerSecond } = this.limits;
    if (isPublish) {
      if (publishPerSecond === null) return {};
      return this.count(`p${apiClientId}`, publishPerSecond, 1000, nowMs);
    }
    this.count(`b${apiClientId}`, burst, 10_000, nowMs);
    return this.count(`h${apiClientId}`, hourly, 3_600_000, nowMs);
  }

  private count(key: string, limit: number, lengthMs: number, nowMs: number) {
    let window = this.windows.get(key);
    if (window === undefined || nowMs >= window.startMs + lengthMs) {
      this.windows.delete(key);
      window = { startMs: nowMs, count: 0 };
      this.windows.set(key, window);
      if (this.windows.size > KEYS_MAX) this.dropOldest();
    }
    const endMs = window.startMs + lengthMs;
    if (window.count >= limit) throw rateLimited(Math.max(1, Math.ceil((endMs - nowMs) / 1000)));
    window.count += 1;
    return {
      'x-rate-limit-limit': String(limit),
      'x-rate-limit-remaining': String(limit - window.count),
      'x-rate-limit-reset': String(Math.ceil(endMs / 1000)),
    };
  }

  private dropOldest(): void {
    for (const key of this.windows.keys()) {
      this.windows.delete(key);
      return;
    }
  }
}
