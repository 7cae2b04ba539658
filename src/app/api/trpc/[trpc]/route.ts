import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { after } from 'next/server';
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
    createContext: async () => ({ ...container().services, actor: await sessionActor() }),
  });
}

export { handle as GET, handle as POST };
