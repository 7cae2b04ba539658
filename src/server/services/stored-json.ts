import { z } from 'zod';
import { reason, timing } from '@/contracts/deliveries';
import { type HeaderPairs, pairsOf } from '@/contracts/header-pairs';
import type { Reason } from '@/server/db/schema/history';

/**
 * What a row holds may come from an earlier release, or be damaged: then the row says so, and its neighbours are shown as ever.
 */
const UNREADABLE: Reason = { code: 'unreadable', params: {} };

export function readReason(stored: unknown): Reason | null {
  if (stored === null) return null;
  return reason.safeParse(stored).data ?? UNREADABLE;
}

export const readTiming = (stored: unknown): Record<string, number> =>
  timing.safeParse(stored).data ?? {};

export const readHeaders = (stored: unknown): HeaderPairs =>
  typeof stored === 'object' && stored !== null && !Array.isArray(stored)
    ? pairsOf(stored as Record<string, string>)
    : [];

const shownHeader = z.object({ name: z.string(), shown: z.string(), isPublic: z.boolean() });

/** How a hook's headers are shown. One that is damaged hides no other. */
export const readShownHeaders = (stored: unknown): z.infer<typeof shownHeader>[] =>
  Array.isArray(stored)
    ? stored.flatMap((header: unknown) => shownHeader.safeParse(header).data ?? [])
    : [];
