import { describe, expect, it } from 'vitest';
import { RateLimiter } from './rate-limit';

const limiter = (limits = {}) =>
  new RateLimiter({ hourly: 5, burst: 2, publishPerSecond: null, ...limits });

describe('RateLimiter', () => {
  it('gives the client’s use of its hour', () => {
    const limit = limiter();
    limit.take(1, false, 0);
    expect(limit.take(1, false, 1)).toEqual({
      headers: {
        'x-rate-limit-limit': '5',
        'x-rate-limit-remaining': '3',
        'x-rate-limit-reset': '3600',
      },
      retryAfterSeconds: null,
    });
  });

  it('refuses a burst until its ten seconds are over, and no other client', () => {
    const limit = limiter();
    limit.take(1, false, 0);
    limit.take(1, false, 0);
    expect(limit.take(1, false, 4000)).toEqual({
      headers: {
        'x-rate-limit-limit': '2',
        'x-rate-limit-remaining': '0',
        'x-rate-limit-reset': '10',
      },
      retryAfterSeconds: 6,
    });
    expect(limit.take(2, false, 4000).retryAfterSeconds).toBeNull();
    expect(limit.take(1, false, 10_000).retryAfterSeconds).toBeNull();
  });

  it('refuses the sixth call of an hour, at any times', () => {
    const limit = limiter();
    for (let n = 0; n < 5; n += 1) limit.take(1, false, n * 10_000);
    expect(limit.take(1, false, 50_000).retryAfterSeconds).toBe(3550);
    expect(limit.take(1, false, 3_600_000).retryAfterSeconds).toBeNull();
  });

  it('limits publishing only if it has its own limit', () => {
    const free = limiter();
    for (let n = 0; n < 100; n += 1) {
      expect(free.take(1, true, 0)).toEqual({ headers: {}, retryAfterSeconds: null });
    }
    const limited = limiter({ publishPerSecond: 1 });
    limited.take(1, true, 0);
    expect(limited.take(1, true, 999).retryAfterSeconds).toBe(1);
    expect(limited.take(1, true, 1000).retryAfterSeconds).toBeNull();
  });
});
