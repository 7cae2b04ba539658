/** The status of a delivery. Queued and retrying deliveries are still to be sent. The others are finished. */
export const DELIVERY_STATUSES = [
  'queued',
  'retrying',
  'delivered',
  'failed',
  'discarded',
] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];
