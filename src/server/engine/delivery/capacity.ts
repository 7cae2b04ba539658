/** How much may be claimed now: deliveries of quick hooks, deliveries of slow hooks, and bytes of events in all. */
export type Capacity = {
  quick: number;
  slow: number;
  bytes: number;
  /** Quick hooks that one claim round considers. */
  hooks: number;
  /** Companies that hold their share of the quick slots, and of the slow ones, already. */
  quickFull: readonly number[];
  slowFull: readonly number[];
};

/** Whether a claim may have left something because of its limits; all else that is due comes with it. */
export function hasFilled(
  claimed: readonly { isSlow: boolean; sizeBytes: number }[],
  capacity: Capacity,
): boolean {
  const quick = claimed.filter((one) => !one.isSlow).length;
  const bytes = claimed.reduce((sum, one) => sum + one.sizeBytes, 0);
  // Slow hooks share their slots evenly, so some of these can be left over.
  return quick >= capacity.quick || claimed.length > quick || bytes >= capacity.bytes;
}
