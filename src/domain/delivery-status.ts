/** Where a delivery stands. Queued and retrying ones are still to be sent; the others are finished. */
export const DELIVERY_STATUSES = [
  'queued',
  'retrying',
  'delivered',
  'failed',
  'discarded',
] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];
