/**
 * Whether a request that changes something comes from another site's page. The session's cookie is not
 * sent along from other sites; this is the second lock. Browsers say where a request comes from, in a
 * header that no page can set; an old one that does not still names the origin. What says neither is no
 * browser, and holds no cookie that it was not given.
 */
export function isCrossSite(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const origin = headers.get('origin');
  if (origin === null) return false;
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
