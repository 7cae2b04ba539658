import type { z } from 'zod';
import type { v2 } from '../rest/v2';
import type { HookStatistics } from '../statistics';

export function v2Statistics(statistics: HookStatistics): z.infer<typeof v2.statistics> {
  const { window, since, until, attempts, latency } = statistics;
  const { queued, ...deliveries } = statistics.deliveries;
  return {
    window,
    since: since.toISOString(),
    until: until.toISOString(),
    attempts,
    deliveries: { ...deliveries, enqueued: queued },
    success_rate: statistics.successRate,
    latency: latency && {
      p50_ms: latency.p50Ms,
      p95_ms: latency.p95Ms,
      p99_ms: latency.p99Ms,
    },
    buckets: statistics.buckets.map(({ start, successes, failures, p95Ms }) => ({
      start: start.toISOString(),
      successes,
      failures,
      p95_ms: p95Ms,
    })),
  };
}
