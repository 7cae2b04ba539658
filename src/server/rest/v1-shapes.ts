import type { Attempt, Delivery } from '@/contracts/deliveries';
import { headersOf } from '@/contracts/header-pairs';
import type { CreatedHook, Hook } from '@/contracts/hooks';
import type { ListedResource } from '@/contracts/resources';
import type { V1Delivery, V1Outcome } from '@/contracts/rest/v1';
import type { AddTriggersResult, Trigger } from '@/contracts/triggers';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { RawJson } from '@/domain/raw-json';
import { wireField } from './errors';

export function v1Hook(hook: Hook | CreatedHook) {
  return {
    id: hook.id,
    api_version: hook.payloadVersion,
    destination_headers: headersOf(hook.destinationHeaders),
    public_headers: hook.publicHeaders,
    destination_url: hook.destinationUrl,
    owned_by_company_id: hook.companyId,
    owned_by_project_id: hook.projectId,
    owned_by_user_id: hook.createdByUser,
    namespace: hook.namespace,
    name: hook.name,
    status: hook.status,
    ...('signingSecret' in hook ? { signing_secret: hook.signingSecret } : {}),
  };
}

export function v1Trigger(trigger: Trigger) {
  return {
    id: trigger.id,
    webhook_hook_id: trigger.hookId,
    resource_name: trigger.resourceName,
    resource_id: null,
    event_type: trigger.eventType.toUpperCase(),
    company_id: trigger.companyId,
    project_id: trigger.projectId,
    user_id: null,
  };
}

type Refused = Extract<AddTriggersResult['items'][number], { ok: false }>;

/** Both APIs say in this shape why an item of a batch was refused. */
export function refusedTrigger({ choice, error }: Refused) {
  return {
    code: '400',
    message: 'Bad Request',
    trigger: { resource_name: choice.resourceName, event_type: choice.eventType },
    errors: { [wireField(error.field)]: error.message },
  };
}

/** The event is the text that was sent. */
type Shown = Omit<V1Delivery, 'event'> & { event: RawJson };

/**
 * One record an attempt, oldest first, all with the id of their delivery: that is what `page_start`
 * goes by. A delivery that was dropped before its first attempt has one record without a response.
 */
export function v1Deliveries(delivery: Delivery): Shown[] {
  const event = {
    id: delivery.id,
    event_id: delivery.eventId,
    event: new RawJson(delivery.payload),
  };
  if (delivery.attempts.length === 0) {
    if (delivery.status !== 'discarded' && delivery.status !== 'failed') return [];
    return [{ ...event, outcome: delivery.status, ...noResponse(delivery) }];
  }
  return delivery.attempts.map((attempt, index) => ({
    ...event,
    outcome: outcomeOf(delivery, attempt, index === delivery.attempts.length - 1),
    response_status: attempt.responseStatus,
    response_headers: headersOf(attempt.responseHeaders),
    response_body: attempt.responseBody,
    response_error: attempt.error?.code ?? null,
    started_at: attempt.startedAt.toISOString(),
    completed_at: attempt.finishedAt?.toISOString() ?? null,
  }));
}

function noResponse(delivery: Delivery) {
  return {
    response_status: null,
    response_headers: {},
    response_body: '',
    response_error: delivery.reason?.code ?? null,
    started_at: null,
    completed_at: delivery.finishedAt?.toISOString() ?? null,
  };
}

function outcomeOf({ status }: Delivery, attempt: Attempt, isLast: boolean): V1Outcome {
  if (attempt.outcome === 'success') return 'ok';
  return isLast && (status === 'failed' || status === 'discarded') ? status : 'retried';
}

export function v1Resource(resource: ListedResource, apiVersion: string) {
  const has = (type: (typeof EVENT_TYPES)[number]) =>
    resource.events.includes(type) ? type : 'nil';
  return {
    name: resource.name,
    api_version: apiVersion,
    product_category: resource.category,
    tools: resource.tool,
    except: EVENT_TYPES.filter((type) => !resource.events.includes(type)),
    create: has('create'),
    update: has('update'),
    delete: has('delete'),
  };
}
