import { unavailableHead } from '@/domain/unavailable';
import type { ServeHandler } from './serve';

/** It runs none until it is deployed anew. */
const NO_FUNCTIONS_SECONDS = 3600;

/** Next's side of `/api/inngest`. */
export function handleInngestRequest(
  request: Request,
  { servesFunctions, handler }: { servesFunctions: boolean; handler: ServeHandler },
): Promise<Response> | Response {
  if (!servesFunctions) {
    const head = unavailableHead({ retryAfterSeconds: NO_FUNCTIONS_SECONDS });
    return Response.json({ message: 'This deployment runs no functions' }, head);
  }
  return handler(underItsHost(request));
}

/**
 * Next names its own bind address in a request's URL. The SDK registers that URL, so it must be the
 * one under which the Inngest server reached us.
 */
function underItsHost(request: Request): Request {
  const url = new URL(request.url);
  const forwarded = request.headers.get('x-forwarded-proto');
  const protocol = forwarded === 'https' || forwarded === 'http' ? `${forwarded}:` : url.protocol;
  const origin = `${protocol}//${request.headers.get('host')}`;
  if (!request.headers.has('host') || !URL.canParse(origin)) return request;
  return new Request(new URL(url.pathname + url.search, origin), request);
}
