import type { IncomingMessage, ServerOptions } from 'node:http';
import { parseUrl } from '@/domain/parse-url';
import { JoinedRequest } from './joined-chunks';

/** Further connections are closed at once. */
export const CONNECTIONS_MAX = 4_000;

export const SERVER_LIMITS: ServerOptions<typeof JoinedRequest> = {
  IncomingMessage: JoinedRequest,
  /** The limits for the head of a request, and for the whole request. */
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  // Longer than proxies keep their connections, so that no proxy sends into a connection that is closing.
  keepAliveTimeout: 75_000,
};

type Target = { path: string; host: string | null };

/**
 * A request may name its target with scheme and host, as clients do to proxies. That host counts in place of the header
 * (RFC 9112, section 3.2.2). Null for any other form.
 */
export function targetOf(target = '/'): Target | null {
  if (target.startsWith('/')) return { path: target, host: null };
  const url = parseUrl(target);
  if (url === null || url.origin === 'null') return null;
  return { path: url.pathname + url.search, host: url.host };
}

/** A request with two hosts is for one of them here and for the other at a proxy (RFC 9112, section 3.2). */
export function namesNoHost({
  rawHeaders,
  headers,
}: Pick<IncomingMessage, 'rawHeaders' | 'headers'>): boolean {
  const names = rawHeaders.filter((_, n) => n % 2 === 0);
  if (names.filter((name) => name.toLowerCase() === 'host').length > 1) return true;
  return headers.host !== undefined && !URL.canParse(`http://${headers.host}`);
}

/** The paths that accept methods other than GET and HEAD. All others are pages or files. */
const TAKES_WRITES = /^\/(api|inspector)\//;
/** Hooks send JSON to an inspector. Any other write would reach the inspector's page, which reads its body. */
const INSPECTOR = /^\/inspector\//;
/** The framework's optimizer of images, which the product does not use. It asks any path of the product. */
const IMAGES = /^\/_next\/+image/i;
/** Pages that the framework builds for its own use. The first one answers 500. */
const OF_FRAMEWORK = /^\/+_(global-error|not-found|error)([/?#]|$)/i;
/**
 * A dot segment in any spelling. The framework resolves it before it routes the request, so the limits of one path would
 * hold for another. Clients resolve it before they send.
 */
const WAY_UP = /[/\\]\.{1,2}([/\\#]|$)/;
const READS = ['GET', 'HEAD'];
const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * The status of a request that is refused before it reaches the framework, which would read its body first, or fail.
 * Null if the request may pass.
 */
export function refusedWith({
  method = 'GET',
  url = '/',
  headers,
}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): 400 | 404 | 405 | null {
  const path = decodedPath(url);
  if (path === null || WAY_UP.test(path)) return 400;
  if (IMAGES.test(url) || OF_FRAMEWORK.test(url)) return 404;
  if (READS.includes(method)) return null;
  if (!TAKES_WRITES.test(url) || !WRITES.includes(method)) return 405;
  return INSPECTOR.test(url) && !sendsJson({ headers }) ? 405 : null;
}

/** The case of a media type does not count (RFC 9110, section 8.3.1). */
export const sendsJson = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  /^application\/json/i.test(headers['content-type'] ?? '');

/** Null if a path has a `%` without the two digits of a byte, or bytes that are not UTF-8: the framework fails on it. */
function decodedPath(url: string): string | null {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '');
  } catch {
    return null;
  }
}

const RUN_METHODS = ['GET', 'HEAD', 'POST', 'PUT'];
const ROUTE_METHODS = ['GET', 'HEAD', 'POST'];
const RUN = /^\/api\/inngest($|\?)/;

/** A call of `/api/inngest` that an Inngest server did not sign. The framework would read its body first. */
export const isUnsignedRun = ({
  method = 'GET',
  url = '/',
  headers,
}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>) =>
  RUN.test(url) && RUN_METHODS.includes(method) && headers['x-inngest-signature'] === undefined;

/**
 * The methods that a framework's route allows, because the framework's 405 names none. The refused one is not among
 * them: a procedure of tRPC takes one method, and an address takes others with another content type.
 */
export function allowedAt({
  method: refused = '',
  url = '/',
}: Pick<IncomingMessage, 'method' | 'url'>): string {
  const methods = RUN.test(url) ? RUN_METHODS : TAKES_WRITES.test(url) ? ROUTE_METHODS : READS;
  const isRead = READS.includes(refused);
  return methods
    .filter((method) => method !== refused && !(isRead && READS.includes(method)))
    .join(', ');
}

/** The headers that the various proxies and hosting platforms add. */
const FORWARDED = new RegExp(
  `^(${[
    'forwarded|via|cdn-loop',
    '(x-(forwarded|original|envoy|real|cluster|remote|azure|appengine|vercel|amz-cf|arr|proxy)|cf|fly|fastly)-.+',
    'x-(host|scheme|proto|protocol|ssl)',
    '.*(client|connecting|user|real|remote|source|peer)-?(ip|addr|address)(v?6)?',
  ].join('|')})$`,
);
/** Names of this machine, and names without a dot, which nobody gives to a public server. */
const OWN_HOST = /^(([\w-]+\.)*localhost|[a-z][\w-]*|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/**
 * Whether a request names another host, or comes through a proxy. An installation that only its own machine can reach
 * is open to that machine. Behind a proxy it would be open to everybody.
 */
export function isMisdirected({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const { host } = headers;
  if (host !== undefined && !OWN_HOST.test(host)) return true;
  return Object.keys(headers).some((name) => FORWARDED.test(name));
}

export const MISDIRECTED =
  'This installation serves its own machine alone. Set GANCHO_PUBLIC_URL to the address that people use, and GANCHO_TRUSTED_PROXIES to the proxies before it.';
