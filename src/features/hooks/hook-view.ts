import type { RouterOutputs } from '@/trpc/client';

/** A hook as its screens show it. */
export type HookView = RouterOutputs['hooks']['get'];
