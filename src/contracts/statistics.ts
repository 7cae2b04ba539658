import { z } from 'zod';
import { STATISTICS_WINDOWS } from '@/domain/statistics';
import { hookPage } from './hooks';
import { id, readableHookAddress, tenant } from './tenant';

export const statisticsInput = readableHookAddress.extend({
  window: z.enum(STATISTICS_WINDOWS).default('24h'),
});

/** Counts of attempts. Every attempt that is not a success is a failure. */
const attemptCounts = { successes: z.number(), failures: z.number() };

/** Test deliveries are never counted. */
export const hookStatistics = z.object({
  window: z.enum(STATISTICS_WINDOWS),
  since: z.date(),
  until: z.date(),
  attempts: z.object(attemptCounts),
  /** The first three ended within the window. The others wait now. */
  deliveries: z.object({
    delivered: z.number(),
    failed: z.number(),
    discarded: z.number(),
    queued: z.number(),
    retrying: z.number(),
  }),
  /** The share of successful attempts, 0 to 1; null without attempts. */
  successRate: z.number().nullable(),
  /** Covers attempts that got an answer or timed out; null without any. */
  latency: z.object({ p50Ms: z.number(), p95Ms: z.number(), p99Ms: z.number() }).nullable(),
  /** Without a gap, oldest first. The last bucket has not ended yet. */
  buckets: z.array(z.object({ start: z.date(), ...attemptCounts, p95Ms: z.number().nullable() })),
});

/** For the hooks that `hooks.list` answers for the same input. */
export const activityInput = tenant.extend({
  deleted: z.boolean().optional(),
  withProjects: z.boolean().optional(),
  ...hookPage,
});

/** Covers the last 24 hours. A hook without attempts is left out. */
export const hooksActivity = z.object({
  since: z.date(),
  items: z.array(z.object({ hookId: id, hours: z.array(z.object(attemptCounts)) })),
});

export type ActivityInput = z.infer<typeof activityInput>;
export type HookStatistics = z.infer<typeof hookStatistics>;
export type HooksActivity = z.infer<typeof hooksActivity>;
export type StatisticsInput = z.infer<typeof statisticsInput>;
