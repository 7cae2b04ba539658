import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { env } from '@/env';
import { contentSecurityPolicy, securityHeaders } from '@/lib/security-headers';

/** Gives every page its security policy. Next finds the nonce in the request and puts it on its scripts. */
export function proxy(request: NextRequest): NextResponse {
  // What is posted, to an inspector for one, is passed on as it came; what would be set on its answer
  // would be added to its own headers as well.
  if (!isPage(request)) return NextResponse.next();
  const { publicUrl, frameAncestors, isProduction } = env();
  const policy = {
    nonce: randomBytes(16).toString('base64'),
    frameAncestors,
    isHttps: publicUrl.startsWith('https:'),
    isProduction,
  };
  const response = NextResponse.next(withNonce(request, policy));
  for (const [name, value] of securityHeaders(policy)) response.headers.set(name, value);
  return response;
}

function isPage({ method }: NextRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

function withNonce(request: NextRequest, policy: Parameters<typeof contentSecurityPolicy>[0]) {
  const headers = new Headers(request.headers);
  headers.set('x-nonce', policy.nonce);
  headers.set('content-security-policy', contentSecurityPolicy(policy));
  return { request: { headers } };
}

export const config = {
  // Neither files nor what programs call: those run no script of ours.
  matcher:
    '/((?!api/|rest/|oauth/|_next/static|_next/image|livez|readyz|openapi.json|robots.txt).*)',
};
