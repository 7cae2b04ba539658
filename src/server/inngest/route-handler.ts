import { env } from '@/env';
import { engineServices, log } from '@/server/services/engine-services';
import { inngestRuntime } from './runtime';
import type { ServeHandler } from './serve';

let handler: ServeHandler | undefined;

/** Next's side of `/api/inngest`. */
export async function handleInngestRequest(request: Request): Promise<Response> {
  if (!env().servesFunctions) {
    return Response.json({ message: 'This deployment runs no functions' }, { status: 503 });
  }
  handler ??= inngestRuntime(log()).createHandler(engineServices());
  return handler(underItsHost(request));
}

/**
 * Next names its own bind address in a request's URL. The SDK registers that URL, so it must be the
 * one under which the Inngest server reached us.
 */
function underItsHost(request: Request): Request {
  const host = request.headers.get('host');
  if (host === null) return request;
  const url = new URL(request.url);
  url.host = host;
  const protocol = request.headers.get('x-forwarded-proto');
  if (protocol === 'https' || protocol === 'http') url.protocol = protocol;
  return new Request(url, request);
}
