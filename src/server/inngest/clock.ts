/** Milliseconds since the epoch, as an argument so that tests can hold it still. */
export type Clock = { nowMs(): number };

export const systemClock: Clock = { nowMs: () => Date.now() };
