/** Requests in flight at a time, the same for every sender. */
export const IN_FLIGHT = 200;
