import { randomUUID } from 'node:crypto';
import { notFound, rateLimited, tooLarge, unauthenticated } from '@/domain/errors';
import type { Services } from '@/server/services/context';
import { authenticateToken } from '@/server/services/oauth';
import { toServiceError } from '@/server/trpc/errors';
import { createCaller } from '@/server/trpc/root';
import { bearerOf } from './bearer';
import { errorResponse, methodNotAllowed } from './errors';
import { BODY_BYTES_MAX, type RestRequest, type RestResponse } from './http';
import { onceByKey } from './idempotency';
import { createMatcher } from './match';
import { createOpenApi } from './openapi/document';
import { RateLimiter, type RateLimits } from './rate-limit';
import { parseJson } from './reading';
import type { ApiRoute, Route } from './route';
import { ROUTES } from './routes';

export type RestHandler = (request: RestRequest) => Promise<RestResponse>;
type Options = { services: Services; publicUrl: string; limits?: RateLimits };

/** Answers every public route, whatever server the request came through. Never throws. */
export function createRestHandler({ services: all, publicUrl, limits }: Options): RestHandler {
  const match = createMatcher(ROUTES);
  const openApi = createOpenApi(publicUrl);
  const limiter = limits && new RateLimiter(limits);

  /** What is put into `headers` is sent whatever the answer is, a refusal too. */
  async function answer(
    services: Services,
    request: RestRequest,
    api: Route['api'],
    headers: Record<string, string>,
  ): Promise<RestResponse> {
    if (request.path === '/openapi.json' && request.method === 'GET') return openApi();
    const found = match(request.method, request.path);
    if (!found.found) {
      if (found.allowed.length > 0) return methodNotAllowed(api, found.allowed);
      throw notFound(`${request.method} ${request.path}`);
    }
    if ((request.body?.length ?? 0) > BODY_BYTES_MAX) throw tooLarge('The body is over 1 MiB.');
    const { route, params } = found;
    if ('scope' in route) return runApi(services, route, params, request, headers);
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
    const token = bearerOf(request);
    const known = token && (await authenticateToken({ ctx: services, input: { token } }));
    if (!known) {
      throw unauthenticated(
        token
          ? 'The token is unknown, expired or revoked: issue another one.'
          : 'Send the header Authorization: Bearer with a token of POST /oauth/token.',
      );
    }
    const { actor } = known;
    const isPublish = route.procedure === 'events.publish';
    const standing = limiter?.take(actor.apiClientId, isPublish, await services.clock.now());
    Object.assign(headers, standing?.headers);
    const wait = standing?.retryAfterSeconds ?? null;
    if (wait !== null) throw rateLimited(wait);
    const ctx = { ...services, actor };
    const call = {
      services,
      request,
      query: new URLSearchParams(request.query),
      caller: createCaller(ctx),
      ctx,
      actor,
      scope: route.scope,
      params,
      body: route.body === undefined ? {} : parseJson(request),
      publicUrl,
    };
    return onceByKey(ctx, request, () => route.run(call));
  }

  return async (given) => {
    const isHead = given.method === 'HEAD';
    const request = isHead ? { ...given, method: 'GET' } : given;
    const api = apiOf(request.path);
    const requestId = readRequestId(request);
    const headers = { 'x-request-id': requestId };
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
    Object.assign(response.headers, headers);
    return isHead ? { ...response, body: null } : response;
  };
}

function apiOf(path: string): Route['api'] {
  if (path.startsWith('/rest/v2.0/')) return 'v2';
  return path.startsWith('/oauth/') ? 'oauth' : 'v1';
}

/** The caller's own, where it can stand in a header and a log line. */
function readRequestId({ headers }: RestRequest): string {
  const given = headers['x-request-id'];
  return given !== undefined && /^[\w.-]{1,128}$/.test(given) ? given : randomUUID();
}
