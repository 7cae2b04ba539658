import type { EventType, Resource, ResourceLevel } from './catalogue/resource';

/**
 * The rule by which dispatch finds an event's hooks, written once more as a pure function so that the
 * console can say why a hook was not called. The dispatching SQL is the authority: change both.
 *
 * Moments are microseconds since 1970 (Postgres' own resolution): rounded to milliseconds, a trigger
 * and an event of the same millisecond could not be told apart.
 */
export const MISMATCH_REASONS = [
  'other_company',
  'hook_deleted',
  'other_project',
  'project_events_not_included',
  'resource_not_selected',
  'event_type_not_selected',
  'selected_after_event',
  'deselected_before_event',
] as const;

export type MismatchReason = (typeof MISMATCH_REASONS)[number];

export type MatchEvent = {
  companyId: number;
  projectId: number | null;
  resourceName: string;
  resourceLevel: ResourceLevel;
  eventType: string;
  recordedAtUs: number;
};

/** A disabled hook matches like any other: its deliveries wait until it is enabled. */
export type MatchHook = {
  companyId: number;
  /** Null for a hook of the company. */
  projectId: number | null;
  /** Only for a hook of the company: takes the events of all its projects too. */
  allProjects: boolean;
  isDeleted: boolean;
};

export type MatchTrigger = {
  id: number;
  resourceName: string;
  eventType: string;
  createdAtUs: number;
  deletedAtUs: number | null;
};

export type MatchExplanation =
  | { matches: true; triggerId: number }
  | { matches: false; reason: MismatchReason };

/** @param triggers all that the hook has or had, the deleted ones too. */
export function explainMatch(
  event: MatchEvent,
  hook: MatchHook,
  triggers: readonly MatchTrigger[],
): MatchExplanation {
  const outOfReach = reasonOutOfReach(event, hook);
  if (outOfReach !== null) return { matches: false, reason: outOfReach };

  const ofResource = triggers.filter((trigger) => trigger.resourceName === event.resourceName);
  if (ofResource.length === 0) return { matches: false, reason: 'resource_not_selected' };

  const ofType = ofResource.filter((trigger) => trigger.eventType === event.eventType);
  if (ofType.length === 0) return { matches: false, reason: 'event_type_not_selected' };

  const started = ofType.filter((trigger) => trigger.createdAtUs <= event.recordedAtUs);
  if (started.length === 0) return { matches: false, reason: 'selected_after_event' };

  const active = started.find(
    (trigger) => trigger.deletedAtUs === null || event.recordedAtUs < trigger.deletedAtUs,
  );
  if (active === undefined) return { matches: false, reason: 'deselected_before_event' };
  return { matches: true, triggerId: active.id };
}

function reasonOutOfReach(event: MatchEvent, hook: MatchHook): MismatchReason | null {
  if (hook.companyId !== event.companyId) return 'other_company';
  if (hook.isDeleted) return 'hook_deleted';
  if (hook.projectId !== null) {
    return hook.projectId === event.projectId ? null : 'other_project';
  }
  if (event.resourceLevel === 'company' || hook.allProjects) return null;
  return 'project_events_not_included';
}

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
