import type { ReasonCode } from './reason-codes';

/**
 * The closed set of ways in which a service can refuse. Each transport maps every code once. Any other error is a
 * defect and reaches the caller as `internal`, without its text.
 */
export const SERVICE_ERROR_CODES = [
  'invalid_input',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  /** The object has changed since the caller read it. */
  'stale',
  'too_large',
  'unsupported_media_type',
  'rate_limited',
  'idempotency_mismatch',
  'unavailable',
  'internal',
] as const;

export type ServiceErrorCode = (typeof SERVICE_ERROR_CODES)[number];

/** One problem. `index` is the position in a batch, `field` the dotted path inside the item. */
export type ErrorDetail = {
  field: string | null;
  code: ReasonCode;
  message: string;
  index?: number;
};

type ServiceErrorOptions = {
  details?: readonly ErrorDetail[];
  retryAfterSeconds?: number;
  cause?: unknown;
};

/**
 * The web process and the pages are built separately and pass errors to each other, so one class is two classes to
 * them.
 */
const BRAND = Symbol.for('gancho.ServiceError');

export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly [BRAND] = true;
  readonly code: ServiceErrorCode;
  readonly details: readonly ErrorDetail[];
  /** Whole seconds until another try can succeed. Set only for `rate_limited` and `unavailable`. */
  readonly retryAfterSeconds: number | null;

  constructor(code: ServiceErrorCode, message: string, options: ServiceErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

export function isServiceError(value: unknown): value is ServiceError {
  return value instanceof Error && BRAND in value;
}

/** The message names the first detail, which helps users of clients that show only the message. */
export function invalidInput(details: readonly ErrorDetail[]): ServiceError {
  const first = details[0];
  const more = details.length > 1 ? ` (and ${details.length - 1} more, see details)` : '';
  const message = first ? `${describeDetail(first)}${more}` : 'The request is not valid.';
  return new ServiceError('invalid_input', message, { details });
}

export function invalidField(field: string, code: ReasonCode, message: string): ServiceError {
  return invalidInput([{ field, code, message }]);
}

export function unauthenticated(message = 'Send a valid bearer token.'): ServiceError {
  return new ServiceError('unauthenticated', message);
}

export function forbidden(message: string): ServiceError {
  return new ServiceError('forbidden', message);
}

/** Also for an existing object that the caller cannot access. The caller cannot tell the two cases apart. */
export function notFound(what: string): ServiceError {
  return new ServiceError('not_found', `${what} was not found.`);
}

export function conflict(
  message: string,
  options: Pick<ServiceErrorOptions, 'details' | 'cause'> = {},
): ServiceError {
  return new ServiceError('conflict', message, options);
}

export function stale(message: string, details: readonly ErrorDetail[]): ServiceError {
  return new ServiceError('stale', message, { details });
}

export function tooLarge(message: string): ServiceError {
  return new ServiceError('too_large', message);
}

export function unsupportedMediaType(accepted: string): ServiceError {
  return new ServiceError('unsupported_media_type', `Send the body as ${accepted}.`);
}

export function idempotencyMismatch(): ServiceError {
  return new ServiceError(
    'idempotency_mismatch',
    'This Idempotency-Key was used for another request: take a new one for each.',
  );
}

export function rateLimited(retryAfterSeconds: number): ServiceError {
  return new ServiceError(
    'rate_limited',
    `Too many requests: try again in ${retryAfterSeconds} s.`,
    { retryAfterSeconds },
  );
}

/** A company has used up a quota: `message` names the quota and the remedy. */
export function overQuota(message: string, retryAfterSeconds?: number): ServiceError {
  const options = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return new ServiceError('rate_limited', message, options);
}

export function unavailable(
  message: string,
  options: { retryAfterSeconds: number; cause?: unknown },
): ServiceError {
  return new ServiceError('unavailable', message, options);
}

export function internalError(cause: unknown): ServiceError {
  return new ServiceError('internal', 'Something went wrong on our side.', { cause });
}

function describeDetail(detail: ErrorDetail): string {
  const place = [
    detail.index === undefined ? null : `item ${detail.index}`,
    detail.field === null ? null : detail.field,
  ].filter((part) => part !== null);
  return place.length === 0 ? detail.message : `${place.join(', ')}: ${detail.message}`;
}
