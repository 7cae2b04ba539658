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
  Events: 'What sources publish',
  Hooks: 'Where events are sent, and how',
  Triggers: 'Which events a hook selects',
  Deliveries: 'What became of the events of a hook',
  Resources: 'The catalogue of what can be selected',
  'OAuth 2.0': 'Tokens by client credentials',
  System: 'Whether the installation is well',
  [WEBHOOKS_TAG]: 'What an endpoint gets, one form a payload version',
};

const tagged = (name: string) => ({
  name,
  description: TAG_MEANS[name] ?? 'As clients of the older API know it',
});

/** All routes and all that is sent, as OpenAPI 3.1. */
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
        'Hooks, triggers, deliveries and events by REST: v2.0, and v1.0 for the clients that know it. Every answer, a refusal too, is JSON with `x-request-id`.',
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

/** The description, made once a process. */
export function createOpenApi(publicUrl: string): () => WholeResponse {
  let made: WholeResponse | null = null;
  return () => {
    made ??= json(200, documentOf(publicUrl), { 'cache-control': 'public, max-age=300' });
    return { ...made, headers: { ...made.headers } };
  };
}
