import { EVENT_TYPES, type EventType } from '@/domain/catalogue/resource';
import type { ReasonCode } from '@/domain/reason-codes';
import { canSubscribe, type SubscriptionRefusal } from '@/domain/subscription';
import type { FoundResource } from '../catalogue/company-resources';
import { unknownResource } from '../catalogue/unknown-resource';

export type Choice = { resourceName: string; eventType: string };
type Refusal = { field: string; code: ReasonCode; message: string };
type Checked =
  | { ok: true; resourceName: string; eventType: EventType }
  | { ok: false; error: Refusal };
type HookKind = { isProjectHook: boolean; allProjects: boolean };

/** Accepts the stored form and the forms that older clients read and send back: `CREATE`, `CREATED`. */
function parseEventType(spelling: string): EventType | null {
  const lower = spelling.trim().toLowerCase();
  return EVENT_TYPES.find((type) => lower === type || lower === `${type}d`) ?? null;
}

/** Checks whether the hook may select this. An alias of a resource becomes its own name. */
export function checkChoice(
  choice: Choice,
  resource: FoundResource | undefined,
  { isProjectHook, allProjects }: HookKind,
): Checked {
  if (resource === undefined) {
    const message = unknownResource(choice.resourceName);
    return { ok: false, error: { field: 'resourceName', code: 'unknown_resource', message } };
  }
  const eventType = parseEventType(choice.eventType);
  if (eventType === null) {
    const message = `must be one of ${EVENT_TYPES.join(', ')}.`;
    return { ok: false, error: { field: 'eventType', code: 'unknown_event_type', message } };
  }
  const level = isProjectHook ? 'project' : 'company';
  const check = canSubscribe(level, allProjects, resource, eventType);
  if (!check.ok) return { ok: false, error: explain(check.reason, resource, eventType) };
  return { ok: true, resourceName: resource.name, eventType };
}

function explain(
  reason: SubscriptionRefusal,
  resource: FoundResource,
  eventType: EventType,
): Refusal {
  switch (reason) {
    case 'company_resource_on_project_hook':
      return {
        field: 'resourceName',
        code: reason,
        message: `${resource.name} belongs to the company: select it in a hook of the company.`,
      };
    case 'project_resource_on_company_hook':
      return {
        field: 'resourceName',
        code: reason,
        message: `${resource.name} belongs to projects: select it in a hook of a project, or set all_projects.`,
      };
    case 'event_type_not_allowed':
      return {
        field: 'eventType',
        code: reason,
        message: `${resource.name} has no "${eventType}" events: use ${resource.events.join(' or ')}.`,
      };
  }
}
