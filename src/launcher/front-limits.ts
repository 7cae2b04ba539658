import type { IncomingMessage, ServerOptions } from 'node:http';

/** Beyond that, the system's queue holds new connections back. */
export const CONNECTIONS_MAX = 4_000;

export const SERVER_LIMITS: ServerOptions = {
  /** For the head of a request, and for all of it. */
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  // Longer than proxies keep theirs, so that none sends into a connection that is being closed.
  keepAliveTimeout: 75_000,
};

/** A request may name its target with scheme and host, as proxies are asked (RFC 9112, section 3.2.2). */
export function originForm(target = '/'): string {
  if (target.startsWith('/') || !URL.canParse(target)) return target;
  const { pathname, search } = new URL(target);
  return pathname + search;
}

/** What takes more than GET and HEAD. All else is a page or a file. */
const TAKES_WRITES = /^\/(api|inspector)\//;
const READS = ['GET', 'HEAD'];
const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Whether nothing behind the framework knows the method: it would read the body first, or fail. */
export function isUnknownMethod({
  method = 'GET',
  url = '/',
}: Pick<IncomingMessage, 'method' | 'url'>): boolean {
  if (READS.includes(method)) return false;
  return !TAKES_WRITES.test(url) || !WRITES.includes(method);
}
