import type { Capacity } from './capacity';
import type { Claimed, ClaimOrder } from './claim';

export type WithClaimed = { claimed: Claimed[] };
/** Gets null if nothing may be claimed. */
export type ClaimingCall<T extends WithClaimed> = (
  claim: { worker: number; order: ClaimOrder } | null,
) => Promise<T>;

/** A side claim is a claim that another call includes. It must not crowd out the claims of the loop. */
const QUICK_MAX = 16;
const SLOW_MAX = 8;

export const sideCapacity = (capacity: Capacity): Capacity => ({
  ...capacity,
  quick: Math.min(capacity.quick, QUICK_MAX),
  slow: Math.min(capacity.slow, SLOW_MAX),
});
