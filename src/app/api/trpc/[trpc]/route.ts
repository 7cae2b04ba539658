import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { after } from 'next/server';
import { isCrossSite } from '@/server/auth/cross-site';
import { sessionActor } from '@/server/auth/session';
import { container } from '@/server/container';
import { appRouter } from '@/server/trpc/root';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

function handle(request: Request): Promise<Response> {
  after(() => container().flush());
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    createContext: async () => ({ ...container().forRequest(), actor: await sessionActor() }),
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
