import { z } from 'zod';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import { DELIVERY_WAITS } from '@/domain/delivery-wait';
import { headerPairs } from './header-pairs';
import { plainRecord } from './plain-record';
import { reason } from './reason';
import { id, readableHookAddress, tenant } from './tenant';

const ATTEMPT_OUTCOMES = ['success', 'failure', 'gone', 'blocked', 'unknown'] as const;

export const DELIVERY_ORDERS = ['newest', 'oldest'] as const;
const RESOURCE_ID_CHARS_MAX = 200;

/** Filtered totals are counted up to here. */
export const DELIVERY_COUNT_MAX = 10_000;

/** Ids that can be named at once: of a selection, or of the rows that a screen watches. */
const DELIVERY_IDS_MAX = 200;

/** Answers by their class, exactly (`418`), or none at all although an attempt was made. */
const responseFilter = z.string().regex(/^([1-5]xx|[1-5]\d\d|none)$/);

/** The largest number of the columns of counts. */
const INTEGER_MAX = 2_147_483_647;

/** The times that a filter accepts. Postgres cannot read others. */
export const MOMENTS = { min: new Date(0), max: new Date('9999-12-31T00:00:00Z') };
const moment = z.date().min(MOMENTS.min).max(MOMENTS.max);

/** The filter of a list, and of its export, neighbours and changes. */
export const deliveryFilter = z.object({
  ids: z.array(id).max(DELIVERY_IDS_MAX).optional(),
  statuses: z.array(z.enum(DELIVERY_STATUSES)).optional(),
  resourceNames: z.array(z.string()).optional(),
  eventTypes: z.array(z.string()).optional(),
  resourceId: z.string().max(RESOURCE_ID_CHARS_MAX).optional(),
  responses: z.array(responseFilter).optional(),
  attemptsMin: z.number().int().min(0).max(INTEGER_MAX).optional(),
  attemptsMax: z.number().int().min(0).max(INTEGER_MAX).optional(),
  /** By the receipt of the event: from `since` (inclusive) to `until` (exclusive). */
  since: moment.optional(),
  until: moment.optional(),
});

const filteredList = readableHookAddress.extend(deliveryFilter.shape).extend({
  order: z.enum(DELIVERY_ORDERS).default('newest'),
});

export const listDeliveriesInput = filteredList.extend({
  cursor: z.string().nullish(),
  limit: z.number().int().min(1).max(200).default(50),
  /** Rows to skip: for page numbers at the edge; a cursor is the better way. */
  offset: z.number().int().min(0).default(0),
});

export const timing = plainRecord(z.number());

export const attempt = z.object({
  n: z.number(),
  outcome: z.enum(ATTEMPT_OUTCOMES),
  error: reason.nullable(),
  responseStatus: z.number().nullable(),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
  timing,
  remoteAddress: z.string().nullable(),
  requestHeaders: headerPairs,
  responseHeaders: headerPairs,
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
  /** Sent by someone to try the hook; no event of a resource. */
  isTest: z.boolean(),
  /** The thing that an open delivery waits for, if its own time does not decide. */
  waitsFor: z.enum(DELIVERY_WAITS).nullable(),
  /** The event as it is sent, in the hook's payload version: JSON. */
  payload: z.string(),
  /** Oldest first. */
  attempts: z.array(attempt),
});

/** A row of a list. It has neither payload nor attempts, because a page of those can have 100 MB. */
export const deliveryRow = delivery.omit({ payload: true, attempts: true, waitsFor: true });

export const deliveryList = z.object({
  items: z.array(deliveryRow),
  next: z.string().nullable(),
  total: z.object({ count: z.number(), isCapped: z.boolean() }),
});

export const getDeliveryInput = readableHookAddress.extend({ deliveryId: id });

export const readDeliveriesInput = readableHookAddress.extend({
  deliveryIds: z.array(id).max(DELIVERY_IDS_MAX),
});
/** As many of the deliveries as fit into a bounded answer, in the order of the request. `rest`: ask for these again. */
export const readDeliveriesOutput = z.object({ items: z.array(delivery), rest: z.array(id) });

export const exportDeliveriesInput = filteredList;

/** The deliveries before and after one in a list of that filter and order; null at its ends. */
export const neighboursInput = filteredList.extend({ deliveryId: id });
export const neighbours = z.object({ previous: id.nullable(), next: id.nullable() });

/** The present state of the deliveries in `watched`, and the number of matching ones after `after`. */
export const deliveryChangesInput = readableHookAddress.extend(deliveryFilter.shape).extend({
  watched: z.array(id).max(DELIVERY_IDS_MAX),
  after: z.number().int().min(0),
});
export const deliveryChanges = z.object({ items: z.array(deliveryRow), newCount: z.number() });

export const findByResourceInput = tenant.extend({
  resourceId: z.string().min(1).max(RESOURCE_ID_CHARS_MAX),
  cursor: z.string().nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

/** A delivery as a row of a list over several hooks. */
const foundDelivery = deliveryRow.extend({ hookName: z.string() });
export const foundDeliveries = z.object({
  items: z.array(foundDelivery),
  next: z.string().nullable(),
});

export type Attempt = z.infer<typeof attempt>;
export type Delivery = z.infer<typeof delivery>;
export type DeliveryChanges = z.infer<typeof deliveryChanges>;
export type DeliveryChangesInput = z.infer<typeof deliveryChangesInput>;
export type DeliveryFilter = z.infer<typeof deliveryFilter>;
export type DeliveryList = z.infer<typeof deliveryList>;
export type DeliveryRow = z.infer<typeof deliveryRow>;
export type DeliveryOrder = (typeof DELIVERY_ORDERS)[number];
export type ExportDeliveriesInput = z.infer<typeof exportDeliveriesInput>;
export type FindByResourceInput = z.infer<typeof findByResourceInput>;
export type FoundDeliveries = z.infer<typeof foundDeliveries>;
export type GetDeliveryInput = z.infer<typeof getDeliveryInput>;
export type ListDeliveriesInput = z.infer<typeof listDeliveriesInput>;
export type ReadDeliveriesInput = z.infer<typeof readDeliveriesInput>;
export type ReadDeliveries = z.infer<typeof readDeliveriesOutput>;
export type Neighbours = z.infer<typeof neighbours>;
export type NeighboursInput = z.infer<typeof neighboursInput>;
