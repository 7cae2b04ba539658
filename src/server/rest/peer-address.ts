import ipaddr from 'ipaddr.js';

/** Where a proxy stands: on this machine or in its own network. */
const PROXY_RANGES: readonly string[] = ['loopback', 'private', 'uniqueLocal', 'linkLocal'];

/**
 * Whence a request came, to count by. What a proxy next to us says is taken, its own last word alone, for
 * all before it can be made up; from anyone else the header counts for nothing. Of IPv6 the network of 64
 * bits, all of whose addresses one has who has any.
 */
export function peerAddress(socket: string | undefined, forwardedFor: string | undefined) {
  const peer = parse(socket);
  if (peer !== null && !PROXY_RANGES.includes(peer.range())) return toKey(peer);
  const named = parse(forwardedFor?.split(',').at(-1)?.trim());
  const origin = named ?? peer;
  return origin === null ? null : toKey(origin);
}

function parse(text: string | undefined) {
  return text !== undefined && ipaddr.isValid(text) ? ipaddr.process(text) : null;
}

function toKey(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`)}/64`;
}
