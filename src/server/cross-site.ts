/**
 * Whether a request that changes something comes from another site's page. This is the second check, because browsers
 * do not send the session's cookie from other sites. Browsers say where a request comes from in a header that no page
 * can set, and old browsers name the origin. A client that sends neither is not a browser, and has only the cookies
 * that it was given.
 */
export function isCrossSite(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const origin = headers.get('origin');
  if (origin === null) return false;
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
