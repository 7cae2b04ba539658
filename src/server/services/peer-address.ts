import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * The address that a request came from. Each proxy appends the address of its peer to `X-Forwarded-For`. The list is
 * read from its end, over the entries of `trustedProxies` (CIDRs), because the entries before them can be forged.
 * Without a `socket`, the hosting platform is in front of the app and wrote the last entry.
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

/**
 * The key under which addresses count together. For IPv6 it is the network of 64 bits, because the owner of one address
 * has them all.
 */
export function addressKey(address: string | null): string | null {
  const parsed = parse(address ?? undefined);
  if (parsed === null || parsed instanceof ipaddr.IPv4) return parsed?.toString() ?? null;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`)}/64`;
}

/** Some proxies include the port: `203.0.113.7:4711`, `[2001:db8::7]:4711`. */
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
