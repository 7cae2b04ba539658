/** Where the time comes from: passed in, so that whoever decides by it can be tested. */
export type Clock = {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
};

export const systemClock: Clock = { nowMs: () => Date.now() };
