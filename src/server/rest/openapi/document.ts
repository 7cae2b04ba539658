import { SCOPES, type Scope } from '@/domain/scopes';
import { json, type WholeResponse } from '../http';
import { ROUTES } from '../routes';
import { createFailures } from './failures';
import { operation, tagOf } from './operation';
import { IDEMPOTENCY_KEY } from './parameters';
import { createSchemas, type Json } from './schemas';
import { WEBHOOKS_TAG, webhooks } from './webhooks';

const SCOPE_MEANS: Record<Scope, string> = {
  'hooks:read': 'Read hooks, triggers and resources',
  'hooks:write': 'Create, change and delete hooks and triggers',
  'events:read': 'Read events',
  'events:write': 'Publish events',
  'deliveries:read': 'Read deliveries and statistics',
  'deliveries:write': 'Send deliveries again',
};

const TAG_MEANS: Readonly<Record<string, string>> = {
  Events: 'The events that sources publish',
  Hooks: 'The endpoints of events, and their settings',
  Triggers: 'The events that a hook selects',
  Deliveries: "The deliveries of a hook's events",
  Resources: 'The catalogue of resources that hooks can select',
  'OAuth 2.0': 'Tokens by client credentials',
  System: 'The health of the installation',
  [WEBHOOKS_TAG]: 'The requests to an endpoint, one form per payload version',
};

const tagged = (name: string) => ({
  name,
  description: TAG_MEANS[name] ?? 'The older API, for its existing clients',
});

/** All routes and all requests that Gancho sends, as OpenAPI 3.1. */
export function documentOf(publicUrl: string): Json {
  const schemas = createSchemas();
  const failures = createFailures(schemas);
  const paths: Record<string, Json> = {};
  for (const route of ROUTES) {
    const described = operation(route, schemas, failures);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: described };
  }
  const sent = webhooks(schemas);
  const scopes = Object.fromEntries(SCOPES.map((scope) => [scope, SCOPE_MEANS[scope]]));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gancho',
      version: 'v2.0',
      summary: 'Webhooks for project-based software',
      description:
        'Hooks, triggers, deliveries and events by REST: v2.0, and v1.0 for its existing clients. Every answer, also a refusal, is JSON with `x-request-id`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl, description: 'This installation' }],
    tags: [...new Set([...ROUTES.map(tagOf), WEBHOOKS_TAG])].map(tagged),
    paths,
    webhooks: sent,
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas.named).sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
      responses: failures.responses,
      parameters: { idempotencyKey: IDEMPOTENCY_KEY },
      securitySchemes: {
        oauth: {
          type: 'oauth2',
          description: 'A token of POST /oauth/token, sent as Authorization: Bearer',
          flows: { clientCredentials: { tokenUrl: `${publicUrl}/oauth/token`, scopes } },
        },
      },
    },
  };
}

/** The description, made once per process. */
export function createOpenApi(publicUrl: string): () => WholeResponse {
  let made: WholeResponse | null = null;
  return () => {
    made ??= json(200, documentOf(publicUrl), { 'cache-control': 'public, max-age=300' });
    return { ...made, headers: { ...made.headers } };
  };
}
