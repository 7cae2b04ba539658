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
