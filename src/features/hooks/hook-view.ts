import type { RouterOutputs } from '@/trpc/client';

/** A hook as its screens show it. */
export type HookView = RouterOutputs['hooks']['get'];
/** The deliveries that wait for it, and the time of the next one. */
export type QueueView = RouterOutputs['hooks']['queue'];
/** Its statistics in a window of time. */
export type StatisticsView = RouterOutputs['hooks']['statistics'];
/** Its attempts in each of the last 24 hours. */
export type ActivityView = RouterOutputs['hooks']['activity']['items'][number];
