/**
 * The maximum number of rows of a hook's queue that change under one lock, because deliveries of other hooks can wait
 * for it.
 */
export const QUEUE_CHUNK = 1000;
