/** How much may be claimed now: deliveries of quick hooks, of others, and bytes of events in all. */
export type Room = {
  quick: number;
  slow: number;
  bytes: number;
  /** Quick hooks that are looked at. */
  hooks: number;
  /** Companies that have their share of the quick places, and of the slow ones, already. */
  quickFull: readonly number[];
  slowFull: readonly number[];
};
