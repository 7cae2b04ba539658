/** How many procedures one request may call. */
export const TRPC_BATCH_MAX = 10;
