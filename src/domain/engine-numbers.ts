/**
 * Numbers on which the engine's SQL and TypeScript must agree. SQL cannot import them, so it names each in a comment behind
 * the number, as in `1000 /* SLOW_AFTER_MS *\/`, and a test compares the two. A number that only SQL uses, but in several
 * places, has a name too.
 */

/** A hook is slow if its answers take longer on average. A request that runs for longer is slow too. */
export const SLOW_AFTER_MS = 1000;
/** This number of consecutive failures opens a hook's circuit. */
export const FAILURES_TO_OPEN = 5;
/** The longest pause between attempts and between probes, and the longest Retry-After that is followed. */
export const LONGEST_PAUSE_SECONDS = 3600;
/** The interval of the heartbeats of a worker that holds deliveries. */
export const BEAT_SECONDS = 2;
/** A suspect that does not beat within this time is declared dead. */
export const SUSPECTED_SECONDS = 3;
/** An id of the history is `day << ID_SEQUENCE_BITS | sequence`. */
export const ID_SEQUENCE_BITS = 37;
