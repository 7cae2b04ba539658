import { randomUUID } from 'node:crypto';
import { invalidField, notFound, rateLimited, unauthenticated } from '@/domain/errors';
import { readJsonText } from '@/domain/json-input';
import { STRICT_TRANSPORT } from '@/domain/security-headers';
import { KNOWN } from '@/server/bodies';
import { authorise } from '@/server/services/actor';
import type { Services } from '@/server/services/context';
import { authenticateToken } from '@/server/services/oauth';
import { toServiceError } from '@/server/trpc/errors';
import { createCaller } from '@/server/trpc/root';

import { authoriseReplay } from './authorise-replay';
import { bearerOf } from './bearer';
import { decodeContent } from './content-encoding';
import { errorResponse, methodNotAllowed } from './errors';
import type { RestRequest, RestResponse } from './http';
import { onceByKey } from './idempotency';
import { createMatcher } from './match';
import { createOpenApi } from './openapi/document';
import { RateLimiter, type RateLimits } from './rate-limit';
import { jsonTextOf, readId } from './reading';
import type { ApiRoute, ClientActor, Route } from './route';
import { ROUTES } from './routes';
import { hasSecretIn, SECRET_IN_ADDRESS } from './secret-in-address';
import { WorkBudget } from './work-budget';

export type RestHandler = (request: RestRequest) => Promise<RestResponse>;
type Options = { services: Services; publicUrl: string; limits?: RateLimits };

/** With the age that a known token may have, this stays below the second within which an ended token stops working. */
const BODY_SLOW_MS = 200;

const MIB = 1024 * 1024;
const WORK = { atOnce: 2 * MIB, waiting: 8 * MIB, waitMs: 2_000 };

/** Answers every public route, from any kind of server. Never throws. */
export function createRestHandler({ services: all, publicUrl, limits }: Options): RestHandler {
  const match = createMatcher(ROUTES);
  const openApi = createOpenApi(publicUrl);
  const limiter = limits && new RateLimiter(limits);
  const work = new WorkBudget(WORK);
  const always = {
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    // Long answers are compressed for clients that can read that.
    vary: 'Accept-Encoding',
    ...(publicUrl.startsWith('https:') ? STRICT_TRANSPORT : {}),
  };

  /** `headers` are sent with every answer, also with a refusal. */
  async function answer(
    services: Services,
    request: RestRequest,
    api: Route['api'],
    headers: Record<string, string>,
  ): Promise<RestResponse> {
    if (request.path === '/openapi.json') {
      return request.method === 'GET' ? openApi() : methodNotAllowed(api, ['GET']);
    }
    const found = match(request.method, request.path);
    if (!found.found) {
      if (found.allowed.length > 0) return methodNotAllowed(api, found.allowed);
      throw notFound(`${request.method} ${request.path}`);
    }
    const { route, params } = found;
    if ('scope' in route) {
      if (hasSecretIn(request.query)) {
        throw invalidField('client_secret', 'invalid', SECRET_IN_ADDRESS);
      }
      return runApi(services, route, params, request, headers);
    }
    return route.run({
      services,
      request,
      query: new URLSearchParams(request.query),
      caller: createCaller({ ...services, actor: null }),
    });
  }

  async function runApi(
    services: Services,
    route: ApiRoute,
    params: Record<string, string>,
    request: RestRequest,
    headers: Record<string, string>,
  ): Promise<RestResponse> {
    const actor = await authenticate(services, request);
    const isPublish = route.procedure === 'events.publish';
    const standing = limiter?.take(actor.apiClientId, isPublish, await services.clock.now());
    Object.assign(headers, standing?.headers);
    const wait = standing?.retryAfterSeconds ?? null;
    if (wait !== null) throw rateLimited(wait);
    refuseWithoutScope(actor, route, params);
    const ctx = { ...services, actor };
    const runWith = (sent: Buffer | null) => {
      const text = route.body === undefined ? '' : jsonTextOf(sent, request.headers);
      const call = {
        services,
        request,
        query: new URLSearchParams(request.query),
        caller: createCaller(ctx),
        ctx,
        actor,
        scope: route.scope,
        params,
        body: text === '' || route.readsText ? {} : readJsonText(text),
        text,
        publicUrl,
        enterWork: (bytes: number) => work.enter(String(actor.apiClientId), bytes),
      };
      const mayReplay = () => authoriseReplay(route, call);
      const view = route.shows === undefined ? '' : String(actor.scopes.includes(route.shows));
      return onceByKey(ctx, request, sent, { run: () => route.run(call), mayReplay, view });
    };
    if (request.method === 'GET') return runWith(null);
    const readAtMs = performance.now();
    const sent = await request.readBody(KNOWN);
    const leave = await work.enter(String(actor.apiClientId), sent.length);
    try {
      // The token can end while a slow body arrives.
      if (performance.now() - readAtMs > BODY_SLOW_MS) await authenticate(services, request);
      return await runWith(sent);
    } finally {
      leave();
    }
  }

  return async (given) => {
    const isHead = given.method === 'HEAD';
    const request: RestRequest = {
      ...given,
      method: isHead ? 'GET' : given.method,
      readBody: async (limit) =>
        decodeContent(
          await given.readBody(limit),
          given.headers['content-encoding'],
          limit.bytesMax,
        ),
    };
    const api = apiOf(request.path);
    const requestId = readRequestId(request);
    const headers = { ...always, 'x-request-id': requestId };
    let response: RestResponse;
    try {
      const services = { ...all, db: all.db.forRequest() };
      response = await answer(services, request, api, headers);
    } catch (cause) {
      const error = toServiceError(cause);
      const { method, path } = request;
      const fields = { err: error.cause, requestId, method, path };
      if (error.code === 'internal') all.log.error(fields, 'A request failed');
      if (error.code === 'unavailable') all.log.warn(fields, error.message);
      response = errorResponse(api, error);
    }
    response.headers = { ...headers, ...response.headers };
    return isHead ? { ...response, body: null } : response;
  };
}

/** @throws ServiceError `unauthenticated` */
async function authenticate(services: Services, request: RestRequest): Promise<ClientActor> {
  const token = bearerOf(request);
  const known = token && (await authenticateToken({ ctx: services, input: { token } }));
  if (known) return known.actor;
  throw unauthenticated(
    token
      ? 'The token is unknown, expired or revoked: issue another one.'
      : 'Send the header Authorization: Bearer with a token of POST /oauth/token.',
  );
}

/**
 * Refuses, before the body is read, a client that lacks the scope everywhere. The tenant is checked first, as in every
 * call.
 */
function refuseWithoutScope(
  actor: ClientActor,
  { scope, procedure }: ApiRoute,
  params: Readonly<Record<string, string>>,
): void {
  const companyId = readId(params.company_id);
  if (scope === null || companyId === null || actor.scopes.includes(scope)) return;
  // Events name their projects in the body.
  if (procedure === 'events.publish' && actor.projectIds !== null) return;
  authorise(actor, { companyId, projectId: readId(params.project_id) }, scope);
}

function apiOf(path: string): Route['api'] {
  if (path.startsWith('/rest/v2.0/')) return 'v2';
  return path.startsWith('/oauth/') ? 'oauth' : 'v1';
}

/** The caller's own id, if it is valid in a header and in a log line. */
function readRequestId({ headers }: RestRequest): string {
  const given = headers['x-request-id'];
  return given !== undefined && /^[\w.-]{1,128}$/.test(given) ? given : randomUUID();
}
