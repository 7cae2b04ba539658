import { unavailableHead } from '@/domain/unavailable';
import { readRequest, UNKNOWN } from '../bodies';
import type { ServeHandler } from './serve';

/** This deployment runs no functions until it is deployed again. */
const NO_FUNCTIONS_SECONDS = 3600;

/** The Next.js side of `/api/inngest`. */
export async function handleInngestRequest(
  request: Request,
  { servesFunctions, handler }: { servesFunctions: boolean; handler: ServeHandler },
): Promise<Response> {
  if (!servesFunctions) {
    const head = unavailableHead({ retryAfterSeconds: NO_FUNCTIONS_SECONDS });
    return Response.json({ message: 'This deployment runs no functions' }, head);
  }
  const url = urlUnderItsHost(request);
  const { method, headers } = request;
  if (method === 'GET' || method === 'HEAD') return handler(new Request(url, { method, headers }));
  const body = await readRequest(request, UNKNOWN);
  if (body instanceof Response) return body;
  return handler(new Request(url, { method, headers, body: new Uint8Array(body) }));
}

/**
 * Next puts its own bind address into a request's URL. The SDK registers that URL, so it must be the one that the
 * Inngest server used.
 */
function urlUnderItsHost(request: Request): URL {
  const url = new URL(request.url);
  const forwarded = request.headers.get('x-forwarded-proto');
  const protocol = forwarded === 'https' || forwarded === 'http' ? `${forwarded}:` : url.protocol;
  const origin = `${protocol}//${request.headers.get('host')}`;
  if (!request.headers.has('host') || !URL.canParse(origin)) return url;
  return new URL(url.pathname + url.search, origin);
}
