/** Limits for both the wire shapes and the screens, because the screens cannot read them from a schema. */

/** The most hooks of one answer. A longer list comes in pages. */
export const HOOKS_LISTED_MAX = 250;

export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 1024;

/** The most rows of an export. A narrower filter reaches the further rows. */
export const EXPORT_ROWS_MAX = 50_000;

/**
 * The most deliveries that may lead to an event in a chain: a receiver publishes, its event is delivered, that event's
 * receiver publishes. Longer chains are loops.
 */
export const HOPS_MAX = 5;

/** The count of new deliveries stops here. */
export const NEW_DELIVERIES_MAX = 100;

/** The most names of an event's metadata, because the payload versions that send it rewrite it for each hook. */
export const METADATA_NAMES_MAX = 1000;
