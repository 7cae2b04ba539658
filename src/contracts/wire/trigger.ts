import type { z } from 'zod';
import type { EVENT_TYPES } from '@/domain/catalogue/resource';
import type { ErrorDetail } from '@/domain/errors';
import { wirePath } from '@/domain/keyed';
import type { refusedTrigger as refusedTriggerShape, v1 } from '../rest/v1';
import type { v2 } from '../rest/v2';
import type { AddTriggersResult, Trigger, TriggerChoice } from '../triggers';
import { isFields } from './fields';
import { v2Tenant } from './tenant';

type V1Trigger = z.infer<typeof v1.trigger>;

const V1_EVENT_TYPES = {
  create: 'CREATE',
  update: 'UPDATE',
  delete: 'DELETE',
} as const satisfies Record<(typeof EVENT_TYPES)[number], V1Trigger['event_type']>;

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** An item that is not a trigger becomes an empty one, so that only this item is refused and not the whole batch. */
export function decodeTrigger(item: unknown): TriggerChoice {
  const fields = isFields(item) ? item : {};
  return {
    resourceName: text(fields.resource_name),
    // v4.0 calls it `reason`.
    eventType: text(fields.event_type ?? fields.reason),
  };
}

export function v1Trigger(trigger: Trigger): V1Trigger {
  return {
    id: trigger.id,
    webhook_hook_id: trigger.hookId,
    resource_name: trigger.resourceName,
    resource_id: null,
    event_type: V1_EVENT_TYPES[trigger.eventType],
    company_id: trigger.companyId,
    project_id: trigger.projectId,
    user_id: null,
  };
}

export function v2Trigger(trigger: Trigger): z.infer<typeof v2.trigger> {
  return {
    id: String(trigger.id),
    webhook_hook_id: String(trigger.hookId),
    resource_name: trigger.resourceName,
    event_type: trigger.eventType,
    ...v2Tenant(trigger),
  };
}

type Refused = Extract<AddTriggersResult['items'][number], { ok: false }>;

/** A problem of a trigger under the name that the client sent. */
export function triggerProblem(item: unknown, problem: ErrorDetail): ErrorDetail {
  const fields = isFields(item) ? item : {};
  const isReason = fields.event_type === undefined && fields.reason !== undefined;
  const names: Record<string, string> = {
    resourceName: 'resource_name',
    eventType: isReason ? 'reason' : 'event_type',
  };
  const name = names[problem.field ?? ''];
  if (name === undefined) return problem;
  const value = fields[name];
  if (value === undefined || value === null)
    return { ...problem, field: name, code: 'required', message: 'is missing.' };
  if (typeof value !== 'string')
    return { ...problem, field: name, code: 'invalid_type', message: 'must be a text.' };
  return { ...problem, field: name };
}

/** Both APIs say in this shape why an item of a batch was refused. */
export function refusedTrigger(
  { choice, error }: Refused,
  item: unknown,
): z.infer<typeof refusedTriggerShape> {
  const { field, message } = triggerProblem(item, error);
  return {
    code: '400',
    message: 'Bad Request',
    trigger: { resource_name: choice.resourceName, event_type: choice.eventType },
    errors: { [wirePath(field ?? '')]: message },
  };
}
