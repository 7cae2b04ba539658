/** Rows of a hook's queue that are changed under one lock at most: deliveries of other hooks can wait behind it. */
export const QUEUE_CHUNK = 1000;
