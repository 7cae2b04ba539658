import { TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import { ZodError } from 'zod';
import {
  internalError,
  invalidInput,
  isServiceError,
  ServiceError,
  type ServiceErrorCode,
} from '@/domain/errors';
import { problemsOf } from '@/server/services/input-problems';

const TRPC_CODES: Record<ServiceErrorCode, TRPC_ERROR_CODE_KEY> = {
  invalid_input: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  stale: 'PRECONDITION_FAILED',
  too_large: 'PAYLOAD_TOO_LARGE',
  unsupported_media_type: 'UNSUPPORTED_MEDIA_TYPE',
  rate_limited: 'TOO_MANY_REQUESTS',
  idempotency_mismatch: 'UNPROCESSABLE_CONTENT',
  unavailable: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
};

/** Every failure of a procedure as a ServiceError. An unknown error becomes `internal`, without its text. */
export function toServiceError(error: unknown): ServiceError {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (isServiceError(at)) return at;
    if (at instanceof ZodError && isInputError(error)) return invalidInput(problemsOf(at));
  }
  if (error instanceof TRPCError && error.code === 'NOT_FOUND') {
    return new ServiceError('not_found', 'There is no such procedure.');
  }
  return internalError(error);
}

/** A bad output is our defect, not the request's. */
function isInputError(error: unknown): boolean {
  return error instanceof TRPCError && error.code === 'BAD_REQUEST';
}

export function toTrpcError(error: ServiceError): TRPCError {
  return new TRPCError({ code: TRPC_CODES[error.code], message: error.message, cause: error });
}
