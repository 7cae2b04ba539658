/**
 * Numbers on which the engine's SQL and TypeScript must agree. SQL cannot import them: it says the name of each in a
 * comment behind the number, as in `1000 /* SLOW_AFTER_MS *\/`, and a test compares the two.
 * A number that SQL alone uses, in several places, has a name in the same way.
 */

/** A hook whose answers take longer on average is slow; so is a request that is out for longer. */
export const SLOW_AFTER_MS = 1000;
/** In a row, to open a hook's circuit. */
export const FAILURES_TO_OPEN = 5;
/** Between the tries of a delivery, and of an open circuit; also the most that a Retry-After can ask for. */
export const LONGEST_PAUSE_SECONDS = 3600;
/** A worker that holds deliveries beats this often. */
export const BEAT_SECONDS = 2;
/** A suspect that does not beat for longer is taken for dead. */
export const SUSPECTED_SECONDS = 3;
/** An id of the history is `day << ID_SEQUENCE_BITS | sequence`. */
export const ID_SEQUENCE_BITS = 37;
