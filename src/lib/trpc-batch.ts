/** The most procedures that one request may call. */
export const TRPC_BATCH_MAX = 10;
