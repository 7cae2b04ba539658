import type { RouterOutputs } from '@/trpc/client';

/** A hook as its screens show it. */
export type HookView = RouterOutputs['hooks']['get'];
/** What waits for it, and when the next of it goes. */
export type QueueView = RouterOutputs['hooks']['queue'];
/** How it fared in a window of time. */
export type StatisticsView = RouterOutputs['hooks']['statistics'];
/** What it attempted in each of the last 24 hours. */
export type ActivityView = RouterOutputs['hooks']['activity']['items'][number];
