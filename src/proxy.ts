import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { ASKED_HEADER } from '@/domain/asked-path';
import { contentSecurityPolicy, securityHeaders } from '@/domain/security-headers';
import { env } from '@/env';

/** Gives every page its security policy. Next finds the nonce in the request and puts it on its scripts. */
export function proxy(request: NextRequest): NextResponse {
  const { publicUrl, frameAncestors, isProduction } = env();
  const policy = {
    nonce: randomBytes(16).toString('base64'),
    frameAncestors,
    isHttps: publicUrl.startsWith('https:'),
    isProduction,
  };
  const response = ['GET', 'HEAD'].includes(request.method)
    ? NextResponse.next(withNonce(request, policy))
    : new NextResponse(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  for (const [name, value] of securityHeaders(policy)) response.headers.set(name, value);
  return response;
}

function withNonce(request: NextRequest, policy: Parameters<typeof contentSecurityPolicy>[0]) {
  const headers = new Headers(request.headers);
  headers.set('x-nonce', policy.nonce);
  const { pathname, search } = request.nextUrl;
  headers.set(ASKED_HEADER, pathname + search);
  headers.set('content-security-policy', contentSecurityPolicy(policy));
  return { request: { headers } };
}

export const config = {
  // Neither files nor what programs call: those run no script of ours.
  matcher: [
    '/((?!api/|rest/|oauth/|inspector/|_next/static/|_next/image$|livez$|readyz$|openapi\\.json$|robots\\.txt$).*)',
    // The page of an inspector, and not what hooks send to it: see the rewrites of next.config.mjs.
    {
      source: '/inspector/:path*',
      missing: [{ type: 'header', key: 'content-type', value: 'application/json.*' }],
    },
  ],
};
