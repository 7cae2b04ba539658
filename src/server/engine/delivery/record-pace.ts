import type { Slots, Tier } from './slots';

const RECORD_MAX = 500;
/** The maximum for slow hooks while quick hooks are served. */
const RECORD_MAX_WITH_QUICK = 50;
/** The maximum while several companies are served. */
const RECORD_MAX_SHARED = 160;
/** A worker is behind when this many answers wait to be recorded. */
const BEHIND_SHARED = 256;
/** This many deliveries in flight fill two batches: one half is recorded while the other half is in flight. */
const MANY = 100;

/** The maximum number of results in one write. */
export function recordMax(slots: Slots, tier: Tier): number {
  if (tier === 'slow' && slots.isServingQuick) return RECORD_MAX_WITH_QUICK;
  return slots.isShared ? RECORD_MAX_SHARED : RECORD_MAX;
}

/** The number of results that are worth a write. */
export function enoughToRecord(slots: Slots, tier: Tier): number {
  const taken = slots.takenOf(tier);
  return taken >= MANY ? taken / 2 : taken;
}

/**
 * Whether recording is behind. More requests would then not be finished sooner, and deliveries of other companies would
 * wait behind them.
 */
export const isBehind = (slots: Slots, unrecorded: number): boolean =>
  slots.isShared && unrecorded >= BEHIND_SHARED;
