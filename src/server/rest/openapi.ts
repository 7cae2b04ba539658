import { type ZodType, z } from 'zod';
import { json, type RestResponse } from './http';
import type { Route } from './route';
import { ROUTES } from './routes';

type Json = Record<string, unknown>;

const TAGS = { v1: 'REST v1.0', v2: 'REST v2.0', oauth: 'OAuth 2.0', system: 'System' } as const;

function schemaOf(schema: ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

const content = (schema: Json) => ({ content: { 'application/json': { schema } } });

/** v2.0 and our own calls answer under `data`. */
function answer(route: Route): Json {
  const { schema, description } = route.success;
  if (schema === undefined) return { description };
  const body = schemaOf(schema, 'output');
  const enveloped = {
    type: 'object',
    properties: { data: body },
    required: ['data'],
  };
  return { description, ...content(route.api === 'v2' ? enveloped : body) };
}

const isRepeatable = (route: Route) => 'scope' in route && route.method === 'POST';

const IDEMPOTENCY_KEY = { $ref: '#/components/parameters/idempotencyKey' };

function parameters(route: Route): Json[] {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(route.query ?? {}).map(([name, description]) => ({
    name,
    in: 'query',
    required: false,
    description,
    schema: { type: 'string' },
  }));
  return [...inPath, ...inQuery, ...(isRepeatable(route) ? [IDEMPOTENCY_KEY] : [])];
}

function failures(route: Route): Json {
  const codes = 'scope' in route ? ['400', '401', '403', '404', '429'] : ['400', '401'];
  if (route.body !== undefined) codes.push('413', '415');
  if (isRepeatable(route)) codes.push('409', '422');
  return Object.fromEntries(
    codes.map((code) => [code, { $ref: `#/components/responses/${code}` }]),
  );
}

function operation(route: Route): Json {
  return {
    tags: [TAGS[route.api]],
    summary: route.summary,
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[^a-z0-9]+/gi, '_')}`,
    parameters: parameters(route),
    ...(route.body
      ? { requestBody: { required: true, ...content(schemaOf(route.body, 'input')) } }
      : {}),
    security: 'scope' in route ? [{ oauth: route.scope === null ? [] : [route.scope] }] : [],
    responses: {
      [String(route.success.status)]: answer(route),
      ...(route.partial ? { '207': { description: `In part. ${route.partial}` } } : {}),
      ...failures(route),
    },
  };
}

const ERRORS: Record<string, string> = {
  '400': 'Not valid: the body names the field',
  '401': 'No token, or one that is expired or revoked',
  '403': 'The token lacks the scope',
  '404': 'Does not exist, or is out of reach',
  '409':
    'At odds with what is there, or the first request of this Idempotency-Key is being answered',
  '413': 'The body is over 1 MiB, or the batch too long',
  '415': 'The body is of another kind than JSON',
  '422': 'The Idempotency-Key was used for another request',
  '429': 'Too many requests: wait as many seconds as Retry-After says',
};

function documentOf(publicUrl: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of ROUTES) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  const scopes = new Set(
    ROUTES.flatMap((route) => ('scope' in route && route.scope !== null ? [route.scope] : [])),
  );
  const tokenUrl = `${publicUrl}/oauth/token`;
  return {
    openapi: '3.1.0',
    info: { title: 'Gancho', version: 'v2.0', description: 'Webhooks for project-based software.' },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      responses: Object.fromEntries(
        Object.entries(ERRORS).map(([code, description]) => [
          code,
          { description, ...content({ type: 'object', properties: { error: {} } }) },
        ]),
      ),
      parameters: {
        idempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description:
            'For 24 hours the same request gets the first answer again, marked by idempotent-replayed: true, and nothing is done twice',
          schema: { type: 'string', minLength: 1, maxLength: 255 },
        },
      },
      securitySchemes: {
        oauth: {
          type: 'oauth2',
          flows: {
            clientCredentials: {
              tokenUrl,
              scopes: Object.fromEntries([...scopes].map((scope) => [scope, scope])),
            },
          },
        },
      },
    },
  };
}

/** The description of all routes (OpenAPI 3.1), made once a process. */
export function createOpenApi(publicUrl: string): () => RestResponse {
  let made: RestResponse | null = null;
  return () => {
    made ??= json(200, documentOf(publicUrl), { 'cache-control': 'public, max-age=300' });
    return { ...made, headers: { ...made.headers } };
  };
}
