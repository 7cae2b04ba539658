import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { authOptions } from '@/server/auth/options';
import { readRequest, SIGN_IN } from '@/server/bodies';

type RouteContext = { params: Promise<{ nextauth: string[] }> };

async function handle(request: Request, context: RouteContext): Promise<Response> {
  return NextAuth(request as never, context as never, authOptions());
}

/** The library reads whatever comes: it gets what is short enough. */
async function handlePost(request: NextRequest, context: RouteContext): Promise<Response> {
  const body = await readRequest(request, SIGN_IN);
  if (body instanceof Response) return body;
  const { url, method, headers } = request;
  return handle(new NextRequest(url, { method, headers, body: new Uint8Array(body) }), context);
}

export { handle as GET, handlePost as POST };
