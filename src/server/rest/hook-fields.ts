import { type Fields, isFields } from './reading';

const NAMES: Readonly<Record<string, string>> = {
  name: 'name',
  namespace: 'namespace',
  payload_version: 'payloadVersion',
  api_version: 'payloadVersion',
  destination_url: 'destinationUrl',
  status: 'status',
  delivery_mode: 'deliveryMode',
  timeout_seconds: 'timeoutSeconds',
  max_in_flight: 'maxInFlight',
  retry_window_seconds: 'retryWindowSeconds',
  all_projects: 'allProjects',
  public_headers: 'publicHeaders',
};

/**
 * A hook's fields by their inner names. Null means "not given", except where it is a value: no
 * headers, no rate limit. Keys that are not known are ignored.
 */
export function hookFields(body: Fields): Fields {
  const fields: Fields = {};
  for (const [wire, name] of Object.entries(NAMES)) {
    if (body[wire] !== undefined && body[wire] !== null) fields[name] ??= body[wire];
  }
  if (body.max_per_second !== undefined) fields.maxPerSecond = body.max_per_second;
  if (body.destination_headers !== undefined) {
    fields.destinationHeaders = headersIn(body.destination_headers);
  }
  return fields;
}

/** Pairs, because an object schema drops the key `__proto__`, which is a valid header name. */
function headersIn(headers: unknown): unknown {
  if (!isFields(headers)) return headers;
  const given = Object.entries(headers).filter(([, value]) => value !== null);
  // The object schema names the header whose value is not a text.
  return given.every(([, value]) => typeof value === 'string') ? given : Object.fromEntries(given);
}

/** Hands a request to a procedure as it came: the procedure's own schema judges it. */
export function unjudged<T>(value: Fields): T {
  return value as T;
}
