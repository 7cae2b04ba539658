import type { PayloadEvent } from './event';
import { jsonId } from './json-id';
import type { PayloadVersion } from './version';

/**
 * The JSON body that a receiver gets. The order of keys is fixed, so that the same event always
 * gives the same bytes.
 */
export function renderPayload(version: PayloadVersion, event: PayloadEvent): string {
  return JSON.stringify(payloadObject(version, event));
}

/** The same as a value, for lists that show an event's payload. */
export function payloadObject(
  version: PayloadVersion,
  event: PayloadEvent,
): Record<string, unknown> {
  switch (version) {
    case 'v2.0':
      return classicPayload('v2.0', event);
    case 'v3.0':
      return { ...classicPayload('v3.0', event), related_resources: relatedResources(event) };
    case 'v4.0':
      return stringPayload(event);
  }
}

function classicPayload(apiVersion: 'v2.0' | 'v3.0', event: PayloadEvent): Record<string, unknown> {
  return {
    id: event.id,
    ulid: event.ulid,
    timestamp: event.timestamp,
    metadata: classicMetadata(event.metadata ?? {}),
    user_id: event.userId === null ? null : jsonId(event.userId),
    company_id: event.companyId,
    project_id: event.projectId,
    api_version: apiVersion,
    event_type: event.eventType,
    resource_name: event.resourceName,
    resource_id: jsonId(event.resourceId),
  };
}

/** Receivers read these five without checking, so they are always there. */
function classicMetadata(given: Record<string, unknown>): Record<string, unknown> {
  return {
    source_user_id: null,
    source_company_id: null,
    source_project_id: null,
    source_application_id: null,
    source_operation_id: null,
    ...given,
  };
}

function relatedResources(event: PayloadEvent): { id: number | string; name: string }[] {
  return event.relatedResources.map(({ id, name }) => ({ id: jsonId(id), name }));
}

/** v4.0 has neither numbers nor nulls: what is not there is an empty string. */
function stringPayload(event: PayloadEvent): Record<string, unknown> {
  return {
    id: event.ulid,
    reason: event.eventType,
    user_id: event.userId ?? '',
    timestamp: event.timestamp,
    company_id: String(event.companyId),
    project_id: event.projectId === null ? '' : String(event.projectId),
    resource_id: event.resourceId,
    resource_type: event.resourceName,
    payload_version: 'v4.0',
    ...(event.data === null ? {} : { data: event.data }),
  };
}
