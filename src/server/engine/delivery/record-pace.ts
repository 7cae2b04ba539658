import type { Lane, Places } from './places';

const RECORD_MAX = 500;
/** Of slow hooks, beside quick ones. */
const RECORD_MAX_BESIDE = 50;
/** While several companies are served. */
const RECORD_MAX_SHARED = 160;
/** So many answers that wait to be recorded keep a worker busy. */
const BEHIND_SHARED = 256;
/** So many under way fill a batch twice: one half is recorded while the other is on its way. */
const MANY = 100;

/** How many results are written at once, at most. */
export function recordMax(places: Places, lane: Lane): number {
  if (lane === 'slow' && places.isBesideQuick) return RECORD_MAX_BESIDE;
  return places.isShared ? RECORD_MAX_SHARED : RECORD_MAX;
}

/** How many results are worth a write. */
export function enoughToRecord(places: Places, lane: Lane): number {
  const taken = places.takenOf(lane);
  return taken >= MANY ? taken / 2 : taken;
}

/** More requests would not be answered sooner, and what another company sends would stand behind them. */
export const isBehind = (places: Places, unrecorded: number): boolean =>
  places.isShared && unrecorded >= BEHIND_SHARED;
