import { hasControls } from './control-characters';
import { parseUrl } from './parse-url';
import { isPortOfOtherProtocol } from './ports';

export const DESTINATION_URL_LENGTH_MAX = 2048;

export type DestinationProblem =
  | 'not_a_url'
  | 'scheme_not_allowed'
  | 'has_credentials'
  | 'has_fragment'
  | 'too_long'
  | 'no_host'
  | 'port_not_allowed';

/** Reasons that only the installation can find: its own addresses, and the ranges that it opens. */
export type DestinationRefusal = 'own_address' | 'address_not_allowed';

export type DestinationCheck = { ok: true; url: string } | { ok: false; code: DestinationProblem };

export type DestinationPolicy = {
  allowHttp: boolean;
  /** Accepts http for a private and allowed host. The argument is a bare host (`::1`). */
  isAllowedPrivateHost?: (host: string) => boolean;
};

const SCHEME_AND_AUTHORITY = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i;

/** A parser would silently drop these or read `\` as `/`, so two readers could disagree. */
const hasAmbiguousCharacter = (url: string): boolean => /[\s\\]/.test(url) || hasControls(url);

/**
 * Checks everything that the text alone shows. The sender checks the address of a name when it connects, never this
 * function. The URL is returned as it came (with its scheme in lower case), because clients compare it to find their
 * hook.
 */
export function checkDestinationUrl(url: string, policy: DestinationPolicy): DestinationCheck {
  if (url.length > DESTINATION_URL_LENGTH_MAX) return refuse('too_long');
  if (hasAmbiguousCharacter(url)) return refuse('not_a_url');

  const [, scheme, authority] = SCHEME_AND_AUTHORITY.exec(url) ?? [];
  if (scheme === undefined || authority === undefined) return refuse('not_a_url');
  if (!['http', 'https'].includes(scheme.toLowerCase())) return refuse('scheme_not_allowed');
  if (authority.includes('@')) return refuse('has_credentials');
  if (authority === '' || authority.startsWith(':')) return refuse('no_host');
  if (url.includes('#')) return refuse('has_fragment');

  const parsed = parseUrl(url);
  if (parsed === null) return refuse('not_a_url');
  const { protocol, hostname, port } = parsed;
  if (port === '0') return refuse('not_a_url');
  if (isPortOfOtherProtocol(Number(port))) return refuse('port_not_allowed');
  if (protocol === 'http:' && !mayUseHttp(hostname, policy)) return refuse('scheme_not_allowed');
  return { ok: true, url: scheme.toLowerCase() + url.slice(scheme.length) };
}

function mayUseHttp(hostname: string, policy: DestinationPolicy): boolean {
  if (policy.allowHttp) return true;
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return policy.isAllowedPrivateHost?.(host) ?? false;
}

function refuse(code: DestinationProblem): DestinationCheck {
  return { ok: false, code };
}
