import type { RouterOutputs } from '@/trpc/client';

/** A hook as its screens show it. */
export type HookView = RouterOutputs['hooks']['get'];
/** What waits for it, and when the next of it goes. */
export type QueueView = RouterOutputs['hooks']['queue'];
