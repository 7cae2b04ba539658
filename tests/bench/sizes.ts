/** Requests in flight at a time, for every sender alike. */
export const IN_FLIGHT = 200;
