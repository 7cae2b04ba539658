import { isIP } from 'node:net';
import { isPortOfOtherProtocol } from '@/domain/ports';
import { type AttemptError, AttemptFailure } from './attempt-record';

/** A destination in the form that the connector needs. */
export type Target = {
  origin: string;
  isHttps: boolean;
  /** Without the brackets of an IPv6 literal. */
  hostname: string;
  isIpLiteral: boolean;
  port: number;
  pathname: string;
  /** Includes the query. */
  path: string;
};

/** Throws {@link AttemptFailure}. The WHATWG parser has already normalized unusual spellings of addresses. */
export function parseTarget(text: string): Target {
  const url = parseUrl(text);
  const isHttps = url.protocol === 'https:';
  if (!isHttps && url.protocol !== 'http:') {
    const scheme = url.protocol.slice(0, -1);
    throw new AttemptFailure({ code: 'blocked_scheme', params: { host: url.hostname, scheme } });
  }
  if (url.username || url.password) throw new AttemptFailure(invalidUrl('credentials'));
  const port = url.port === '' ? (isHttps ? 443 : 80) : Number(url.port);
  if (port === 0) throw new AttemptFailure(invalidUrl('port'));
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  if (isPortOfOtherProtocol(port)) {
    throw new AttemptFailure({ code: 'blocked_port', params: { host: hostname, port } });
  }
  return {
    origin: url.origin,
    isHttps,
    hostname,
    isIpLiteral: isIP(hostname) !== 0,
    port,
    pathname: url.pathname,
    path: url.pathname + url.search,
  };
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new AttemptFailure(invalidUrl('unparsable'));
  }
}

function invalidUrl(reason: 'unparsable' | 'credentials' | 'port'): AttemptError {
  return { code: 'invalid_url', params: { reason } };
}
