import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/server/auth/options';
import { sessionActor } from '@/server/auth/session';
import { readRequest, SIGN_IN } from '@/server/bodies';

type RouteContext = { params: Promise<{ nextauth: string[] }> };

async function handle(request: Request, context: RouteContext): Promise<Response> {
  return withPaths(await NextAuth(request as never, context as never, authOptions()));
}

/** The library guesses our origin from a variable that we do not set, so its answers become paths. */
async function withPaths(answer: Response): Promise<Response> {
  const headers = new Headers(answer.headers);
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

/** The library does not know that a session has been ended, and fails when it reads a sign-in. */
async function handleGet(request: Request, context: RouteContext): Promise<Response> {
  const [action] = (await context.params).nextauth;
  if (action === 'callback') return new Response(null, { status: 405, headers: { allow: 'POST' } });
  if (action === 'session' && (await isEnded())) return Response.json({});
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
  const [action] = (await context.params).nextauth;
  // The library writes what anybody sends there into the log.
  if (action === '_log') return new Response(null, { status: 404 });
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
