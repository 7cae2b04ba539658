import type { ZodType } from 'zod';
import {
  failureOAuth,
  failureV1,
  failureV2,
  REST_FAILURES,
  type RestFailureStatus,
} from '@/contracts/rest/failures';
import type { Route } from '../route';
import { isRepeatable } from './parameters';
import { type createSchemas, exampleOf, type Json } from './schemas';

type Schemas = ReturnType<typeof createSchemas>;

const SHAPES = { v1: failureV1, v2: failureV2, oauth: failureOAuth } as const;

/** Adds to calls the refusals that they can get, and keeps each shared refusal. */
export function createFailures({ named, schemaOf }: Schemas) {
  const responses: Record<string, Json> = {};
  const responseOf = (shape: ZodType, status: RestFailureStatus): Json => {
    const { code, means } = REST_FAILURES[status];
    const schema = schemaOf(shape, 'output');
    const example = withCode(exampleOf(schema, named, false) as Json, code, means);
    return {
      description: means,
      ...headersOf(status),
      content: { 'application/json': { schema, example } },
    };
  };
  const failuresOf = (route: Route): Json => {
    const { api } = route;
    if (api === 'system') return {};
    const refer = (status: RestFailureStatus) => {
      const name = `${api}-${status}`;
      responses[name] ??= responseOf(SHAPES[api], status);
      return [status, { $ref: `#/components/responses/${name}` }];
    };
    return Object.fromEntries(statusesOf(route).map(refer));
  };
  return { responses, failuresOf };
}

/** The headers that only the answers of this status carry. */
export const headersOf = (status: string): Json =>
  status === '429' || status === '503' ? { headers: RETRY_AFTER } : {};

const RETRY_AFTER = {
  'Retry-After': {
    description: 'Whole seconds until another try can succeed',
    schema: { type: 'integer', minimum: 1 },
    example: 7,
  },
};

/** Only a 400 blames the fields of the example. */
function withCode(example: Json, code: string, message: string): Json {
  if (code === 'BAD_REQUEST') return example;
  if (typeof example.error === 'string') {
    return { error: code.toLowerCase(), error_description: `${message}.` };
  }
  const error = { code, message: `${message}.` };
  return 'errors' in example
    ? { error, errors: error.message }
    : { error: { ...error, details: [] } };
}

const OF_OPEN_ROUTES: Readonly<Record<string, RestFailureStatus[]>> = {
  '/oauth/token': ['400', '401', '413', '429', '500', '503'],
  '/oauth/token/info': ['401', '500', '503'],
  '/oauth/revoke': ['400', '413', '500', '503'],
};

/** The statuses of a call's possible refusals. */
function statusesOf(route: Route): RestFailureStatus[] {
  if (!('scope' in route)) return OF_OPEN_ROUTES[route.path] ?? [];
  return [
    '400',
    '401',
    ...(route.scope === null ? [] : (['403'] as const)),
    '404',
    ...(isRepeatable(route) ? (['409'] as const) : []),
    ...(route.method === 'GET' ? [] : (['413'] as const)),
    ...(route.body === undefined ? [] : (['415'] as const)),
    ...(isRepeatable(route) ? (['422'] as const) : []),
    '429',
    '500',
    '503',
  ];
}
