import type { ServeHandler } from './serve';

/** Next's side of `/api/inngest`. */
export function handleInngestRequest(
  request: Request,
  { servesFunctions, handler }: { servesFunctions: boolean; handler: ServeHandler },
): Promise<Response> | Response {
  if (!servesFunctions) {
    return Response.json({ message: 'This deployment runs no functions' }, { status: 503 });
  }
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
