import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { after } from 'next/server';
import { TRPC_BATCH_MAX } from '@/lib/trpc-batch';
import { sessionActor } from '@/server/auth/session';
import { container } from '@/server/container';
import { isCrossSite } from '@/server/cross-site';
import { toServiceError, toTrpcError } from '@/server/trpc/errors';
import { callsIn, readCallBody, refusalOfBatch } from '@/server/trpc/incoming';
import { appRouter } from '@/server/trpc/root';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

const ENDPOINT = '/api/trpc';

async function createContext() {
  try {
    return { ...container().forRequest(), actor: await sessionActor() };
  } catch (error) {
    throw toTrpcError(toServiceError(error));
  }
}

/** The seconds until another try can succeed, if the database is to blame or there were too many calls. */
function retryAfter(errors: readonly unknown[]): Record<string, string> {
  const waits = errors.flatMap((error) => toServiceError(error).retryAfterSeconds ?? []);
  return waits.length === 0 ? {} : { 'retry-after': String(Math.max(...waits)) };
}

async function handle(request: Request): Promise<Response> {
  if (callsIn(request.url, ENDPOINT) > TRPC_BATCH_MAX) {
    return new Response(`At most ${TRPC_BATCH_MAX} calls a request.`, { status: 400 });
  }
  const refusal = refusalOfBatch(request.url, ENDPOINT);
  if (refusal !== null) return new Response(refusal, { status: 400 });
  after(() => container().flush());
  return fetchRequestHandler({
    endpoint: ENDPOINT,
    req: request,
    router: appRouter,
    createContext,
    responseMeta: ({ errors }) => ({
      headers: { 'cache-control': 'no-store', ...retryAfter(errors) },
    }),
  });
}

/**
 * Accepts only JSON, as the console's pages send it, because another site may not send JSON without a preflight
 * request.
 */
async function handleWrite(request: Request): Promise<Response> {
  const isJson = request.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (!isJson) return new Response(null, { status: 415 });
  if (isCrossSite(request.headers)) return new Response(null, { status: 403 });
  const isSignedIn = await sessionActor().then(
    (actor) => actor !== null,
    () => false,
  );
  const body = await readCallBody(request, isSignedIn);
  if (body instanceof Response) return body;
  const { url, method, headers } = request;
  return handle(new Request(url, { method, headers, body }));
}

export { handle as GET, handleWrite as POST };
