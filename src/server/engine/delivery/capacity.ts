/**
 * How much may be claimed now: deliveries of quick hooks, deliveries of slow hooks, and the bytes of all their events.
 */
export type Capacity = {
  quick: number;
  slow: number;
  bytes: number;
  /** The number of quick hooks that one claim round considers. */
  hooks: number;
  /** The companies that already hold their share of the quick slots, or of the slow slots. */
  quickFull: readonly number[];
  slowFull: readonly number[];
};

/**
 * Whether the limits of a claim may have left due deliveries behind. Without a limit, a claim returns everything that
 * is due.
 */
export function hasFilled(
  claimed: readonly { isSlow: boolean; sizeBytes: number }[],
  capacity: Capacity,
): boolean {
  const quick = claimed.filter((one) => !one.isSlow).length;
  const bytes = claimed.reduce((sum, one) => sum + one.sizeBytes, 0);
  // Slow hooks share their slots evenly, so a few slots can stay unused.
  return quick >= capacity.quick || claimed.length > quick || bytes >= capacity.bytes;
}
