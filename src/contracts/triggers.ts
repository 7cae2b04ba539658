import { z } from 'zod';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { REASON_CODES } from '@/domain/reason-codes';
import { hookAddress, id } from './tenant';

export const TRIGGERS_BULK_MAX = 500;

/** The service checks each item on its own, so that one bad item does not hide the others. */
export const triggerChoice = z.object({ resourceName: z.string(), eventType: z.string() });

export const addTriggersInput = hookAddress.extend({
  triggers: z.array(triggerChoice).max(TRIGGERS_BULK_MAX),
});
export const addTriggerInput = hookAddress.extend(triggerChoice.shape);
export const removeTriggersInput = hookAddress.extend({
  triggerIds: z.array(id).max(TRIGGERS_BULK_MAX),
});

export const trigger = z.object({
  id,
  companyId: id,
  hookId: id,
  projectId: id.nullable(),
  resourceName: z.string(),
  eventType: z.enum(EVENT_TYPES),
  createdAt: z.date(),
});
export const triggerList = z.object({ items: z.array(trigger) });

const itemError = z.object({
  field: z.string(),
  code: z.enum(REASON_CODES),
  message: z.string(),
});

/** In the order of the request. `isNew` is false for a trigger that the hook already had. */
export const addTriggersResult = z.object({
  items: z.array(
    z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), trigger, isNew: z.boolean() }),
      z.object({ ok: z.literal(false), choice: triggerChoice, error: itemError }),
    ]),
  ),
});
export const removeTriggersResult = z.object({ removed: z.array(id), missing: z.array(id) });

export type TriggerChoice = z.infer<typeof triggerChoice>;
export type Trigger = z.infer<typeof trigger>;
export type AddTriggersInput = z.infer<typeof addTriggersInput>;
export type AddTriggersResult = z.infer<typeof addTriggersResult>;
export type RemoveTriggersInput = z.infer<typeof removeTriggersInput>;
export type RemoveTriggersResult = z.infer<typeof removeTriggersResult>;
