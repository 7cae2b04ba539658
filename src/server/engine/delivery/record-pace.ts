import type { Slots, Tier } from './slots';

const RECORD_MAX = 500;
/** Of slow hooks, while quick ones are served. */
const RECORD_MAX_WITH_QUICK = 50;
/** While several companies are served. */
const RECORD_MAX_SHARED = 160;
/** So many answers that wait to be recorded keep a worker busy. */
const BEHIND_SHARED = 256;
/** So many under way fill a batch twice: one half is recorded while the other is on its way. */
const MANY = 100;

/** How many results are written at once, at most. */
export function recordMax(slots: Slots, tier: Tier): number {
  if (tier === 'slow' && slots.isServingQuick) return RECORD_MAX_WITH_QUICK;
  return slots.isShared ? RECORD_MAX_SHARED : RECORD_MAX;
}

/** How many results are worth a write. */
export function enoughToRecord(slots: Slots, tier: Tier): number {
  const taken = slots.takenOf(tier);
  return taken >= MANY ? taken / 2 : taken;
}

/** More requests would not be answered sooner, and what another company sends would stand behind them. */
export const isBehind = (slots: Slots, unrecorded: number): boolean =>
  slots.isShared && unrecorded >= BEHIND_SHARED;
