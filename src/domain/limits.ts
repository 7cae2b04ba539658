/** What both the wire shapes and the screens must know; the screens can't take it from a schema. */

export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 1024;

/** An export ends here; what is further down is reached by a narrower filter. */
export const EXPORT_ROWS_MAX = 50_000;

/**
 * So many deliveries may lead to an event, one after the other: a receiver publishes, whose event is
 * delivered, whose receiver publishes. Longer chains are loops.
 */
export const HOPS_MAX = 5;

/** New deliveries are counted up to here. */
export const NEW_DELIVERIES_MAX = 100;
