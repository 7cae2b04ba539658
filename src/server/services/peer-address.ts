import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * Whence a request came. Each proxy appends to `X-Forwarded-For` whom it heard, so the list is read from its end, as far as
 * `trustedProxies` (CIDRs) wrote it: all before that can be made up. Without a `socket` the platform stands before us, and wrote the
 * last word.
 */
export function originAddress(
  socket: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: readonly string[],
): string | null {
  const named = forwardedFor?.split(',').map(withoutPort) ?? [];
  let origin = parse(socket ?? named.pop());
  while (origin !== null && isTrusted(origin, trustedProxies)) {
    const before = parse(named.pop());
    if (before === null) break;
    origin = before;
  }
  return origin?.toString() ?? null;
}

/** What is counted together: of IPv6 the network of 64 bits, all of whose addresses one has who has any. */
export function addressKey(address: string | null): string | null {
  const parsed = parse(address ?? undefined);
  if (parsed === null || parsed instanceof ipaddr.IPv4) return parsed?.toString() ?? null;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`)}/64`;
}

/** Some proxies write the port along: `203.0.113.7:4711`, `[2001:db8::7]:4711`. */
const withoutPort = (text: string) =>
  text.trim().replace(/^(?:\[(.*)\]|([\d.]+))(?::\d+)?$/, '$1$2');

function parse(text: string | undefined): Address | null {
  return text !== undefined && ipaddr.isValid(text) ? ipaddr.process(text) : null;
}

const isTrusted = (address: Address, cidrs: readonly string[]): boolean =>
  cidrs.some((cidr) => {
    const [network, bits] = ipaddr.parseCIDR(cidr);
    return network.kind() === address.kind() && address.match(network, bits);
  });
