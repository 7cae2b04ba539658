import { z } from 'zod';
import { REASON_CODES } from '@/domain/reason-codes';
import { described } from '../described';

/** The refusals that every call can answer, with their statuses and codes. */
export const REST_FAILURES = {
  '400': { code: 'BAD_REQUEST', means: 'Not valid. The message names the field and the remedy' },
  '401': { code: 'UNAUTHORIZED', means: 'The token is missing, expired or revoked' },
  '403': { code: 'FORBIDDEN', means: 'The token lacks the scope' },
  '404': { code: 'NOT_FOUND', means: 'Does not exist, or is not accessible' },
  '405': {
    code: 'METHOD_NOT_ALLOWED',
    means: 'The method is not allowed. Allow lists the allowed methods',
  },
  '409': {
    code: 'CONFLICT',
    means:
      'A conflict with the present state, or the first request of this Idempotency-Key is still in progress',
  },
  '412': {
    code: 'PRECONDITION_FAILED',
    means: 'The hook has changed since the answer whose ETag If-Match names. The message says how',
  },
  '413': { code: 'PAYLOAD_TOO_LARGE', means: 'The body is over 1 MiB, or the batch too long' },
  '415': { code: 'UNSUPPORTED_MEDIA_TYPE', means: 'The body is not JSON' },
  '422': {
    code: 'IDEMPOTENCY_MISMATCH',
    means: 'The Idempotency-Key was used for another request',
  },
  '429': {
    code: 'TOO_MANY_REQUESTS',
    means: 'Too many requests: wait as many seconds as Retry-After says',
  },
  '500': {
    code: 'INTERNAL_SERVER_ERROR',
    means: 'A defect of Gancho. The log has it under x-request-id',
  },
  '503': {
    code: 'SERVICE_UNAVAILABLE',
    means:
      'The database cannot serve the call now. The message says why, and Retry-After when to try again',
  },
} as const;

export type RestFailureStatus = keyof typeof REST_FAILURES;

const codes = Object.values(REST_FAILURES).map(({ code }) => code);
const code = described(z.enum(codes), 'A stable code that programs may rely on', 'BAD_REQUEST');
const message = described(
  z.string(),
  'The problem and its remedy',
  'namespace: is required: name your integration.',
);

const reasons = REASON_CODES.map((reason) => reason.toUpperCase());

const detail = z
  .object({
    reason_code: described(z.enum(reasons), 'The problem, as a stable code', 'REQUIRED'),
    message,
    field: described(z.string().nullable(), 'The field that is to blame, or null', 'namespace'),
    index: described(z.int().min(0), 'The index of the item in a batch', 0).optional(),
  })
  .meta({ description: 'One problem' });

export const failureV2 = z
  .object({
    error: z
      .object({
        code,
        message,
        details: z.array(detail).meta({ description: 'All problems' }),
      })
      .meta({ description: 'The reason for the refusal' }),
  })
  .meta({ id: 'Error', description: 'A refusal of v2.0' });

export const failureV1 = z
  .object({
    error: z.object({ code, message }).meta({ description: 'The reason for the refusal' }),
    errors: described(
      z.union([z.string(), z.record(z.string(), z.array(z.string()))]),
      'The same by field, if fields are to blame; otherwise the message',
      { namespace: ['must be 1 to 100 characters.'] },
    ),
  })
  .meta({ id: 'ErrorV1', description: 'A refusal of v1.0: clients read either key' });

export const failureOAuth = z
  .object({
    error: described(
      z.string(),
      'The code of RFC 6749, or that of v2.0 in lower case',
      'invalid_client',
    ),
    error_description: described(
      z.string(),
      'The problem and its remedy',
      'There is no such client, or the secret is wrong.',
    ),
  })
  .meta({ id: 'OAuthError', description: 'A refusal of OAuth 2.0' });
