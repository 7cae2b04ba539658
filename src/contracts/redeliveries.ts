import { z } from 'zod';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import { FINISHED_STATUSES, REDELIVERY_SETS, REDELIVERY_STATES } from '@/domain/redelivery';
import { deliveryFilter } from './deliveries';
import { id, tenant } from './tenant';

/** A hook, or with `hookId` null every hook of a project, or of a company with all its projects. */
const scope = tenant.extend({ hookId: id.nullable(), liveOnly: z.boolean().optional() });

/** An empty list would choose everything. */
const notEmpty = <Item extends z.ZodType>(list: z.ZodOptional<z.ZodArray<Item>>) =>
  list.unwrap().min(1).optional();
const { ids, resourceNames, eventTypes, responses } = deliveryFilter.shape;

/** A set stands alone, except for its times. */
const choice = deliveryFilter.extend({
  ids: notEmpty(ids),
  resourceNames: notEmpty(resourceNames),
  eventTypes: notEmpty(eventTypes),
  responses: notEmpty(responses),
  statuses: z.array(z.enum(FINISHED_STATUSES)).min(1).optional(),
  only: z.enum(REDELIVERY_SETS).optional(),
});

export const redeliveryInput = scope.extend(choice.shape).strict();
export const redeliveryAddress = scope.extend({ redeliveryId: id });
export const listRedeliveriesInput = scope.extend({
  limit: z.number().int().min(1).max(100).default(20),
  offset: z.number().int().min(0).default(0),
});

/** One of the deliveries of a job. `status` and `deliveryId` are null for an event that the hook never got. */
const sampled = z.object({
  hookId: id,
  deliveryId: id.nullable(),
  eventId: id,
  resourceName: z.string(),
  resourceId: z.string(),
  eventType: z.string(),
  status: z.enum(DELIVERY_STATUSES).nullable(),
  createdAt: z.date(),
});

/** `hooks`: how many hooks have any. */
export const redeliveryPreview = z.object({
  matched: z.number(),
  hooks: z.number(),
  sample: z.array(sampled),
});

export const redelivery = z.object({
  id,
  companyId: id,
  projectId: id.nullable(),
  hookId: id.nullable(),
  state: z.enum(REDELIVERY_STATES),
  /** The chosen deliveries, in words of the filter. */
  choice: z.object({ ...choice.shape, since: z.string().optional(), until: z.string().optional() }),
  /** How many there were when it began. */
  matched: z.number(),
  /** How many it has queued; they are delivered, failed, or still open. */
  sent: z.number(),
  delivered: z.number(),
  failed: z.number(),
  open: z.number(),
  createdBy: z.string().nullable(),
  createdAt: z.date(),
  endedAt: z.date().nullable(),
});
export const redeliveryList = z.object({ items: z.array(redelivery), total: z.number() });

export type ListRedeliveriesInput = z.infer<typeof listRedeliveriesInput>;
export type Redelivery = z.infer<typeof redelivery>;
export type RedeliveryAddress = z.infer<typeof redeliveryAddress>;
export type RedeliveryInput = z.infer<typeof redeliveryInput>;
export type RedeliveryList = z.infer<typeof redeliveryList>;
export type RedeliveryPreview = z.infer<typeof redeliveryPreview>;
export type RedeliveryScope = z.infer<typeof scope>;
