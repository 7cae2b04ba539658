import { after } from 'next/server';
import { container } from '@/server/container';
import { handleInngestRequest } from '@/server/inngest/route-handler';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
/** Seconds. A run ends ten seconds earlier: see `SERVERLESS_BUDGET_MS` of the container. */
export const maxDuration = 60;

function handle(request: Request): Promise<Response> | Response {
  const { env, handleInngest, flush } = container();
  after(flush);
  return handleInngestRequest(request, {
    servesFunctions: env.servesFunctions,
    handler: handleInngest,
  });
}

export { handle as GET, handle as POST, handle as PUT };
