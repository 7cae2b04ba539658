import { z } from 'zod';
import { timing } from '@/contracts/deliveries';
import { type HeaderPairs, pairsOf } from '@/contracts/header-pairs';
import { reason } from '@/contracts/reason';
import type { Reason } from '@/domain/delivery-reasons';

/** A row may come from an earlier release or be damaged. Then only that row is shown as unreadable. */
const UNREADABLE: Reason = { code: 'unreadable', params: {} };
/** Another release has reasons that this one has no text for. */
const foreignReason = reason.extend({ code: z.string() });

export function readReason(stored: unknown): Reason | null {
  if (stored === null) return null;
  const known = reason.safeParse(stored).data;
  if (known !== undefined) return known;
  const foreign = foreignReason.safeParse(stored).data;
  return foreign === undefined ? UNREADABLE : { ...foreign, code: 'other' };
}

export const readTiming = (stored: unknown): Record<string, number> =>
  timing.safeParse(stored).data ?? {};

export const readHeaders = (stored: unknown): HeaderPairs =>
  typeof stored === 'object' && stored !== null && !Array.isArray(stored)
    ? pairsOf(stored as Record<string, string>)
    : [];

const shownHeader = z.object({ name: z.string(), shown: z.string(), isPublic: z.boolean() });

/** How a hook's headers are shown. A damaged one does not hide the others. */
export const readShownHeaders = (stored: unknown): z.infer<typeof shownHeader>[] =>
  Array.isArray(stored)
    ? stored.flatMap((header: unknown) => shownHeader.safeParse(header).data ?? [])
    : [];
