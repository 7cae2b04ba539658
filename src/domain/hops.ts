/**
 * The header that gives a delivery the number of deliveries that led to it, itself included. A receiver that publishes
 * in answer passes it on.
 */
export const HOPS_HEADER = 'webhook-hops';

/** The number that a publisher passed on; 0 if it passed none, null for an invalid count. */
export function readHops(text: string | undefined): number | null {
  if (text === undefined) return 0;
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
