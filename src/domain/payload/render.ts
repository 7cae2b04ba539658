import { membersOf } from '../json-text';
import type { PayloadEvent } from './event';
import { jsonId } from './json-id';
import type { PayloadVersion } from './version';

/**
 * The JSON body for a receiver. The order of keys is fixed, so that the same event always gives the same bytes. It
 * contains the source's texts unchanged.
 */
export function renderPayload(version: PayloadVersion, event: PayloadEvent): string {
  switch (version) {
    case 'v2.0':
      return `${classicPayload('v2.0', event)}}`;
    case 'v3.0':
      return `${classicPayload('v3.0', event)},"related_resources":${event.relatedResources ?? '[]'}}`;
    case 'v4.0':
      return stringPayload(event);
  }
}

const id = (value: string) => {
  const written = jsonId(value);
  return typeof written === 'number' ? written : JSON.stringify(written);
};

/** Returns the object without its closing brace. */
function classicPayload(apiVersion: 'v2.0' | 'v3.0', event: PayloadEvent): string {
  return (
    `{"id":${event.id},"ulid":"${event.ulid}","timestamp":"${event.timestamp}",` +
    `"metadata":${classicMetadata(event.metadata)},` +
    `"user_id":${event.userId === null ? 'null' : id(event.userId)},` +
    `"company_id":${event.companyId},"project_id":${event.projectId},"api_version":"${apiVersion}",` +
    `"event_type":${JSON.stringify(event.eventType)},"resource_name":${JSON.stringify(event.resourceName)},` +
    `"resource_id":${id(event.resourceId)}`
  );
}

/** Receivers read these five without checking, so they are always present. */
export const CLASSIC_METADATA = [
  'source_user_id',
  'source_company_id',
  'source_project_id',
  'source_application_id',
  'source_operation_id',
] as const;

const member = (name: string, value: string) => `${JSON.stringify(name)}:${value}`;

const CLASSIC_NAMES: ReadonlySet<string> = new Set(CLASSIC_METADATA);
const NO_METADATA = `{${CLASSIC_METADATA.map((name) => member(name, 'null')).join(',')}}`;

/** Longer texts are kept after rendering, because an event goes to several hooks and each reading takes a while. */
const LONG = 16_384;
const LONG_KEPT_LENGTH = 4 * 1024 * 1024;
const longRendered = new Map<string, string>();
let longLength = 0;

function classicMetadata(given: string | null): string {
  if (given === null) return NO_METADATA;
  if (given.length < LONG) return renderMetadata(given);
  const known = longRendered.get(given);
  if (known !== undefined) return known;
  const rendered = renderMetadata(given);
  longRendered.set(given, rendered);
  longLength += given.length;
  for (const oldest of longRendered.keys()) {
    if (longLength <= LONG_KEPT_LENGTH) break;
    longRendered.delete(oldest);
    longLength -= oldest.length;
  }
  return rendered;
}

function renderMetadata(given: string): string {
  const values = new Map<string, string>();
  const others: string[] = [];
  for (const { name, value, text } of membersOf(given)) {
    // The last one counts, as in parsers.
    if (CLASSIC_NAMES.has(name)) values.set(name, value);
    else others.push(text);
  }
  const classic = CLASSIC_METADATA.map((name) => member(name, values.get(name) ?? 'null'));
  return `{${[...classic, ...others].join(',')}}`;
}

/** v4.0 has neither numbers nor nulls. A missing value is an empty string. */
function stringPayload(event: PayloadEvent): string {
  const payload = JSON.stringify({
    id: event.ulid,
    reason: event.eventType,
    user_id: event.userId ?? '',
    timestamp: event.timestamp,
    company_id: String(event.companyId),
    project_id: event.projectId === null ? '' : String(event.projectId),
    resource_id: event.resourceId,
    resource_type: event.resourceName,
    payload_version: 'v4.0',
  });
  return event.data === null ? payload : `${payload.slice(0, -1)},"data":${event.data}}`;
}
