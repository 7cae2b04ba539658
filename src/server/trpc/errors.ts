import { TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import { ZodError } from 'zod';
import {
  type ErrorDetail,
  internalError,
  invalidInput,
  isServiceError,
  ServiceError,
  type ServiceErrorCode,
} from '@/domain/errors';

const TRPC_CODES: Record<ServiceErrorCode, TRPC_ERROR_CODE_KEY> = {
  invalid_input: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  too_large: 'PAYLOAD_TOO_LARGE',
  unsupported_media_type: 'UNSUPPORTED_MEDIA_TYPE',
  rate_limited: 'TOO_MANY_REQUESTS',
  idempotency_mismatch: 'UNPROCESSABLE_CONTENT',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
};

/** Every failure of a procedure as one of ours; what is not known becomes `internal`, without its text. */
export function toServiceError(error: unknown): ServiceError {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (isServiceError(at)) return at;
    if (at instanceof ZodError && isInputError(error)) return invalidInput(details(at));
  }
  if (error instanceof TRPCError && error.code === 'NOT_FOUND') {
    return new ServiceError('not_found', 'There is no such procedure.');
  }
  return internalError(error);
}

/** A bad output is a defect of ours, not of the request. */
function isInputError(error: unknown): boolean {
  return error instanceof TRPCError && error.code === 'BAD_REQUEST';
}

export function toTrpcError(error: ServiceError): TRPCError {
  return new TRPCError({ code: TRPC_CODES[error.code], message: error.message, cause: error });
}

type Issue = ZodError['issues'][number];

function details(error: ZodError): ErrorDetail[] {
  return error.issues.flatMap((issue) => innermost(issue).map(toDetail));
}

/** Of a union, what is wrong with the alternative that came closest. */
function innermost(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [closest] = [...issue.errors].sort((left, right) => left.length - right.length);
  if (closest === undefined || closest.length === 0) return [issue];
  return closest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue);
}

/** `['events', 3, 'resource_id']` is the field `resource_id` of item 3. */
function toDetail(issue: Issue): ErrorDetail {
  const [, index, ...rest] = issue.path;
  if (typeof index === 'number') {
    return { field: fieldOf(rest), code: issue.code, message: issue.message, index };
  }
  return { field: fieldOf(issue.path), code: issue.code, message: issue.message };
}

function fieldOf(path: readonly PropertyKey[]): string | null {
  return path.length === 0 ? null : path.map(String).join('.');
}
