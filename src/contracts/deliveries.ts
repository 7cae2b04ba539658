import { z } from 'zod';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import { id, readableHookAddress } from './place';

const ATTEMPT_OUTCOMES = ['success', 'failure', 'gone', 'blocked', 'unknown'] as const;

/** Filtered totals are counted up to here. */
export const DELIVERY_COUNT_MAX = 10_000;

export const listDeliveriesInput = readableHookAddress.extend({
  statuses: z.array(z.enum(DELIVERY_STATUSES)).optional(),
  resourceNames: z.array(z.string()).optional(),
  eventTypes: z.array(z.string()).optional(),
  resourceId: z.string().max(200).optional(),
  /** By the receipt of the event: from `since` (inclusive) to `until` (exclusive). */
  since: z.date().optional(),
  until: z.date().optional(),
  cursor: z.string().nullish(),
  limit: z.number().int().min(1).max(200).default(50),
  /** Rows to skip: for page numbers at the edge; a cursor is the better way. */
  offset: z.number().int().min(0).default(0),
  withAttempts: z.boolean().default(false),
});

const reason = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

export const attempt = z.object({
  n: z.number(),
  outcome: z.enum(ATTEMPT_OUTCOMES),
  error: reason.nullable(),
  responseStatus: z.number().nullable(),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
  timing: z.record(z.string(), z.number()),
  remoteAddress: z.string().nullable(),
  requestHeaders: z.record(z.string(), z.string()),
  responseHeaders: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  responseBody: z.string(),
  isResponseTruncated: z.boolean(),
});

export const delivery = z.object({
  id,
  hookId: id,
  eventId: id,
  eventUlid: z.string(),
  projectId: id.nullable(),
  resourceName: z.string(),
  resourceId: z.string(),
  eventType: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  reason: reason.nullable(),
  attemptCount: z.number(),
  responseStatus: z.number().nullable(),
  /** When the change happened, by its source. */
  occurredAt: z.date(),
  createdAt: z.date(),
  firstAttemptAt: z.date().nullable(),
  lastAttemptAt: z.date().nullable(),
  nextAttemptAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  /** The event as it is sent, in the hook's payload version. */
  payload: z.record(z.string(), z.unknown()),
  /** Oldest first; empty where the list was asked without them. */
  attempts: z.array(attempt),
});

export const deliveryList = z.object({
  items: z.array(delivery),
  next: z.string().nullable(),
  total: z.object({ count: z.number(), isCapped: z.boolean() }),
});

export const getDeliveryInput = readableHookAddress.extend({ deliveryId: id });

export type Attempt = z.infer<typeof attempt>;
export type Delivery = z.infer<typeof delivery>;
export type DeliveryList = z.infer<typeof deliveryList>;
export type ListDeliveriesInput = z.infer<typeof listDeliveriesInput>;
export type GetDeliveryInput = z.infer<typeof getDeliveryInput>;
