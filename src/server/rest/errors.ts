import { REST_FAILURES, type RestFailureStatus } from '@/contracts/rest/failures';
import {
  type ErrorDetail,
  invalidInput,
  type ServiceError,
  type ServiceErrorCode,
} from '@/domain/errors';
import { wirePath } from '@/domain/keyed';
import type { ReasonCode } from '@/domain/reason-codes';
import { unavailableHead } from '@/domain/unavailable';
import { json, type WholeResponse } from './http';
import type { Route } from './route';

const STATUS: Record<ServiceErrorCode, RestFailureStatus> = {
  invalid_input: '400',
  unauthenticated: '401',
  forbidden: '403',
  not_found: '404',
  conflict: '409',
  stale: '412',
  too_large: '413',
  unsupported_media_type: '415',
  rate_limited: '429',
  idempotency_mismatch: '422',
  unavailable: '503',
  internal: '500',
};

export function errorResponse(api: Route['api'], error: ServiceError): WholeResponse {
  const status = STATUS[error.code];
  const { code } = REST_FAILURES[status];
  const headers: Record<string, string> = {};
  if (error.code === 'unavailable') Object.assign(headers, unavailableHead(error).headers);
  else if (error.retryAfterSeconds !== null)
    headers['retry-after'] = String(error.retryAfterSeconds);
  if (status === '401') headers['www-authenticate'] = 'Bearer';
  return json(Number(status), errorBody(api, code, inWireNames(error)), headers);
}

type Described = Pick<ServiceError, 'message' | 'details'>;

/** Reasons about the text of the body. Its fields already have the names that the client wrote. */
const IS_AS_SENT: ReadonlySet<ReasonCode> = new Set([
  'invalid_json',
  'invalid_utf8',
  'nul_character',
  'number_not_finite',
  'too_deep',
  'unknown_field',
]);

const wired = (detail: ErrorDetail) => ({
  ...detail,
  field: detail.field && wirePath(detail.field),
});

/** The caller knows a field by its name on the wire, in the message too. */
function inWireNames({ code, message, details }: ServiceError): Described {
  if (code === 'stale') return { message, details: details.map(wired) };
  if (code !== 'invalid_input' || details.length === 0) return { message, details };
  const named = details.map((detail) => ({
    ...detail,
    field: IS_AS_SENT.has(detail.code) ? detail.field : detail.field && wirePath(detail.field),
  }));
  return invalidInput(named);
}

export function methodNotAllowed(api: Route['api'], allowed: readonly string[]): WholeResponse {
  const methods = allowed.includes('GET') ? [...allowed, 'HEAD'] : allowed;
  const message = `Use ${methods.join(' or ')} here.`;
  const { code } = REST_FAILURES['405'];
  const bodies = {
    v1: { error: { code, message }, errors: message },
    v2: { error: { code, message, details: [] } },
    oauth: { error: 'invalid_request', error_description: message },
  };
  return json(405, bodies[api === 'system' ? 'v1' : api], { allow: methods.join(', ') });
}

/**
 * v2.0 lists every problem under `details`. v1.0 clients read either `error` or `errors`, so both are present. `errors`
 * lists problems by field where fields are to blame.
 */
function errorBody(api: Route['api'], code: string, { message, details }: Described) {
  if (api === 'v2') return { error: { code, message, details: details.map(v2Detail) } };
  if (api === 'oauth') return { error: code.toLowerCase(), error_description: message };
  // A client can name a field as it likes, for example `constructor`.
  const byField = new Map<string, string[]>();
  for (const detail of details) {
    if (detail.field === null) continue;
    byField.set(detail.field, [...(byField.get(detail.field) ?? []), detail.message]);
  }
  const errors = byField.size > 0 ? Object.fromEntries(byField) : message;
  return { error: { code, message: message.replace(', see details)', ', see errors)') }, errors };
}

function v2Detail({ field, code, message, index }: ErrorDetail) {
  return {
    reason_code: code.toUpperCase(),
    message: field === null ? message : `${field}: ${message}`,
    field,
    ...(index === undefined ? {} : { index }),
  };
}
