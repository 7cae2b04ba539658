import type { EventType, Resource, ResourceLevel } from './catalogue/resource';

export type SubscriptionRefusal =
  | 'company_resource_on_project_hook'
  | 'project_resource_on_company_hook'
  | 'event_type_not_allowed';

export type SubscriptionCheck = { ok: true } | { ok: false; reason: SubscriptionRefusal };

/** Whether a hook may select this resource and event type at all. */
export function canSubscribe(
  hookLevel: ResourceLevel,
  allProjects: boolean,
  resource: Pick<Resource, 'level' | 'events'>,
  eventType: string,
): SubscriptionCheck {
  if (hookLevel === 'project' && resource.level === 'company') {
    return { ok: false, reason: 'company_resource_on_project_hook' };
  }
  if (hookLevel === 'company' && resource.level === 'project' && !allProjects) {
    return { ok: false, reason: 'project_resource_on_company_hook' };
  }
  if (!allowsEventType(resource, eventType)) return { ok: false, reason: 'event_type_not_allowed' };
  return { ok: true };
}

function allowsEventType(
  resource: Pick<Resource, 'events'>,
  eventType: string,
): eventType is EventType {
  return resource.events.some((allowed) => allowed === eventType);
}
