import { type ZodType, z } from 'zod';
import type { Route } from '../route';
import { type createFailures, headersOf } from './failures';
import { isRepeatable, parameters } from './parameters';
import { type createSchemas, exampleOf, type Json } from './schemas';

type Schemas = ReturnType<typeof createSchemas>;
type Failures = ReturnType<typeof createFailures>;

const NOUNS: Readonly<Record<string, string>> = {
  hooks: 'Hooks',
  triggers: 'Triggers',
  deliveries: 'Deliveries',
  resources: 'Resources',
  events: 'Events',
  apiClients: 'Access of a token',
};

export function tagOf(route: Route): string {
  if (!('scope' in route)) return route.api === 'oauth' ? 'OAuth 2.0' : 'System';
  const noun = NOUNS[route.procedure.split('.')[0] ?? ''] ?? route.procedure;
  return route.api === 'v1' ? `${noun} (v1.0)` : noun;
}

function explain(route: Route): string {
  const lines = [`${route.summary}.`];
  if ('scope' in route) {
    lines.push(
      route.scope === null ? 'Every token is accepted.' : `Needs the scope \`${route.scope}\`.`,
    );
  }
  if (route.query?.page) {
    lines.push(
      'The headers `Total`, `Per-Page` and `Link` give the number of items and the addresses of the other pages.',
    );
  }
  if (isRepeatable(route)) lines.push('With an `Idempotency-Key` it can be repeated safely.');
  return lines.join('\n\n');
}

/** v2.0 and our own calls answer under `data`. */
const enveloped = (data: ZodType) => z.object({ data: data.meta({ description: 'The answer' }) });

type Answer = { status: number; schema?: ZodType; description: string };

export function operation(route: Route, { named, schemaOf }: Schemas, failures: Failures): Json {
  const answer = ({ status, schema, description }: Answer): Json => {
    if (schema === undefined) return { description };
    const body = schemaOf(route.api === 'v2' ? enveloped(schema) : schema, 'output');
    const example = exampleOf(body, named, status === 201);
    const content = { 'application/json': { schema: body, example } };
    return { description, ...headersOf(String(status)), content };
  };
  const request = (body: ZodType): Json => {
    const schema = schemaOf(body, 'input');
    const content = { 'application/json': { schema, example: exampleOf(schema, named, false) } };
    return { required: true, content };
  };
  const isOwnProof = route.api === 'oauth' && route.body === undefined;
  const security =
    'scope' in route
      ? [{ oauth: route.scope === null ? [] : [route.scope] }]
      : isOwnProof
        ? [{ oauth: [] }]
        : [];
  const { success, otherwise } = route;
  return {
    tags: [tagOf(route)],
    summary: route.summary,
    description: explain(route),
    operationId: `${route.method.toLowerCase()}${route.path.replace(/[^a-z0-9]+/gi, '_')}`,
    parameters: parameters(route, schemaOf),
    ...(route.body ? { requestBody: request(route.body) } : {}),
    security,
    responses: {
      [String(success.status)]: answer(success),
      ...(otherwise ? { [String(otherwise.status)]: answer(otherwise) } : {}),
      ...failures.failuresOf(route),
    },
  };
}
