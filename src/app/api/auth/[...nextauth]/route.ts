import { cookies } from 'next/headers';
import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/server/auth/options';
import { sessionActor } from '@/server/auth/session';
import { readRequest, SIGN_IN } from '@/server/bodies';
import { isCrossSite } from '@/server/cross-site';

/** The library has more endpoints. The console does not call them. */
const ENDPOINTS: Readonly<Record<string, 'GET' | 'POST'>> = {
  csrf: 'GET',
  session: 'GET',
  signout: 'POST',
  'callback/password': 'POST',
  'callback/link': 'POST',
};
/** The console does not need it, and the library fails on a value that it cannot read. */
const CALLBACK_COOKIE = 'next-auth.callback-url';

type RouteContext = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, context: RouteContext): Promise<Response> {
  const jar = await cookies();
  for (const { name } of jar.getAll()) if (name.endsWith(CALLBACK_COOKIE)) jar.delete(name);
  request.nextUrl.searchParams.delete('callbackUrl');
  return withPaths(await NextAuth(request as never, context as never, authOptions()));
}

/** The library guesses our origin from a variable that we do not set, so its answers become paths. */
async function withPaths(answer: Response): Promise<Response> {
  const headers = new Headers(answer.headers);
  headers.set('cache-control', 'private, no-cache, no-store');
  const set = headers.getSetCookie().filter((cookie) => !cookie.includes(CALLBACK_COOKIE));
  headers.delete('set-cookie');
  for (const cookie of set) headers.append('set-cookie', cookie);
  const location = headers.get('location');
  if (location !== null) headers.set('location', pathOf(location));
  if (!headers.get('content-type')?.startsWith('application/json'))
    return new Response(answer.body, { status: answer.status, headers });
  const body = await answer.json();
  const isAddressed = typeof body?.url === 'string';
  const answered = isAddressed ? { ...body, url: pathOf(body.url) } : body;
  return Response.json(answered, { status: answer.status, headers });
}

/** Keeps one slash at the beginning, because two would name another server. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url, 'http://localhost');
  return pathname.replace(/^\/+/, '/') + search;
}

/** Null if the endpoint exists and takes the method. */
async function refuse(method: 'GET' | 'POST', context: RouteContext): Promise<Response | null> {
  const endpoint = (await context.params).nextauth.join('/');
  const taken = Object.hasOwn(ENDPOINTS, endpoint) ? ENDPOINTS[endpoint] : undefined;
  if (taken === method) return null;
  const allow = taken === 'GET' ? 'GET, HEAD' : taken;
  return new Response(
    null,
    allow === undefined ? { status: 404 } : { status: 405, headers: { allow } },
  );
}

async function handleGet(request: NextRequest, context: RouteContext): Promise<Response> {
  const refused = await refuse('GET', context);
  if (refused !== null) return refused;
  const [endpoint] = (await context.params).nextauth;
  // The library does not know that a session has ended.
  if (endpoint === 'session' && (await isEnded())) return Response.json({});
  return handle(request, context);
}

/** While the database is unavailable, no session counts as ended. */
const isEnded = () =>
  sessionActor().then(
    (actor) => actor === null,
    () => false,
  );

/** The library reads every body, so it gets only short ones, and only valid JSON. */
async function handlePost(request: NextRequest, context: RouteContext): Promise<Response> {
  const refused = await refuse('POST', context);
  if (refused !== null) return refused;
  if (isCrossSite(request.headers)) return new Response('Sign in on this site.', { status: 403 });
  const body = await readRequest(request, SIGN_IN);
  if (body instanceof Response) return body;
  const isJson = request.headers.get('content-type')?.includes('application/json') ?? false;
  if (isJson && !isObject(body)) return new Response('Send a JSON object.', { status: 400 });
  const { url, method, headers } = request;
  return handle(new NextRequest(url, { method, headers, body: new Uint8Array(body) }), context);
}

function isObject(body: Buffer): boolean {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

export { handleGet as GET, handlePost as POST };
