import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { after } from 'next/server';
import { isCrossSite } from '@/server/auth/cross-site';
import { sessionActor } from '@/server/auth/session';
import { container } from '@/server/container';
import { toServiceError, toTrpcError } from '@/server/trpc/errors';
import { appRouter } from '@/server/trpc/root';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

async function createContext() {
  try {
    return { ...container().forRequest(), actor: await sessionActor() };
  } catch (error) {
    throw toTrpcError(toServiceError(error));
  }
}

/** When another try can succeed, where the database is to blame or there were too many. */
function retryAfter(errors: readonly unknown[]): Record<string, string> {
  const waits = errors.flatMap((error) => toServiceError(error).retryAfterSeconds ?? []);
  return waits.length === 0 ? {} : { 'retry-after': String(Math.max(...waits)) };
}

function handle(request: Request): Promise<Response> {
  after(() => container().flush());
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext,
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
  });
}

/** Only as a page of ours writes: JSON, which another site may not send without being asked first. */
async function handleWrite(request: Request): Promise<Response> {
  const isJson = request.headers.get('content-type')?.startsWith('application/json') ?? false;
  if (!isJson) return new Response(null, { status: 415 });
  if (isCrossSite(request.headers)) return new Response(null, { status: 403 });
  return handle(request);
}

export { handle as GET, handleWrite as POST };
