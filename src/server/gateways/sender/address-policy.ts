import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { AttemptError } from './attempt-record';

export type AddressKind =
  | 'public'
  | 'private'
  | 'loopback'
  | 'carrier_nat'
  | 'unique_local'
  | 'link_local'
  | 'multicast'
  | 'unspecified'
  | 'reserved'
  | 'metadata';

/**
 * The kinds of addresses that an operator may allow by CIDR. The other kinds are never a receiver, or give out
 * credentials.
 */
const OPENABLE: ReadonlySet<AddressKind> = new Set([
  'private',
  'loopback',
  'carrier_nat',
  'unique_local',
]);

/** Services of cloud providers that give credentials to any caller. Some have public addresses. */
const METADATA_ADDRESSES: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
]);

const KIND_OF_RANGE: Readonly<Record<string, AddressKind>> = {
  unicast: 'public',
  private: 'private',
  loopback: 'loopback',
  carrierGradeNat: 'carrier_nat',
  uniqueLocal: 'unique_local',
  linkLocal: 'link_local',
  multicast: 'multicast',
  unspecified: 'unspecified',
};

const NAT64_PREFIX = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

/** Null for a text that is not exactly one IP address. IPv4 inside IPv6 is returned as IPv4. */
function parseAddress(text: string): IpAddress | null {
  const family = isIP(text);
  if (family === 0) return null;
  // ipaddr.js reads `::127.0.0.1` as if it were `::ffff:127.0.0.1`. In hexadecimal it cannot.
  const isDotted = family === 6 && text.includes('.');
  if (isDotted && text.includes('%')) return null;
  return ipaddr.process(isDotted ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text);
}

function kindOf(address: IpAddress): AddressKind {
  if (METADATA_ADDRESSES.has(address.toString())) return 'metadata';
  const kind = KIND_OF_RANGE[address.range()] ?? 'reserved';
  if (!(address instanceof ipaddr.IPv6)) return kind;
  if (address.match(NAT64_PREFIX)) {
    // The translator forwards this to the IPv4 host in the last 32 bits, so only a public host is allowed.
    const embedded = kindOf(new ipaddr.IPv4(address.toByteArray().slice(12)));
    return embedded === 'public' || embedded === 'metadata' ? embedded : 'reserved';
  }
  // Deprecated tunnels and embeddings (6to4, Teredo, IPv4-compatible, ISATAP) have no legitimate use here.
  const isIsatap = address.parts[5] === 0x5efe && ((address.parts[4] ?? 0) & 0xfdff) === 0;
  if (kind === 'public' && (isIsatap || !address.match(GLOBAL_UNICAST))) return 'reserved';
  return kind;
}

export type OwnAddress = { host: string; port: number };

export type AddressPolicyOptions = {
  /** CIDRs, such as `10.1.0.0/16`, that may be reached although they are private. */
  allowedPrivateCidrs: readonly string[];
  allowHttp: boolean;
  /** The addresses where this system listens. A wildcard host stands for all of `localAddresses`. */
  ownAddresses: readonly OwnAddress[];
  localAddresses: readonly string[];
};

export type Destination = {
  hostname: string;
  port: number;
  isHttps: boolean;
  /** Whether the request's path is one of our own paths that may be called. */
  mayReachOwn: boolean;
};

export type AddressPolicy = {
  /** Null if a connection to this address may be opened. The error names the kind, never the address. */
  refusal(address: string, destination: Destination): AttemptError | null;
  /** The same, by the text of the destination only. For a name, it checks only whether it is one of ours. */
  textRefusal(destination: Destination): AttemptError | null;
  /** Whether a literal private host, or `localhost`, may be reached. */
  isOpened(host: string): boolean;
};

/** Throws on a malformed CIDR. */
export function createAddressPolicy(options: AddressPolicyOptions): AddressPolicy {
  const allowed = options.allowedPrivateCidrs.map((cidr) => ipaddr.parseCIDR(cidr));
  const isOpened = (address: IpAddress, kind: AddressKind): boolean =>
    OPENABLE.has(kind) &&
    allowed.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
  const ownAt = (destination: Destination) =>
    destination.mayReachOwn
      ? []
      : options.ownAddresses.filter((own) => own.port === destination.port);

  function refusal(text: string, destination: Destination): AttemptError | null {
    const host = destination.hostname;
    const address = parseAddress(text);
    if (!address) return { code: 'blocked_address', params: { host, kind: 'reserved' } };
    const kind = kindOf(address);
    const isOwn = ownAt(destination).some(
      (own) => isOwnName(own, host) || isOwnAddress(own, address, kind, options.localAddresses),
    );
    if (isOwn) return { code: 'blocked_own', params: { host } };
    const isOpen = isOpened(address, kind);
    if (kind !== 'public' && !isOpen) return { code: 'blocked_address', params: { host, kind } };
    if (!destination.isHttps && !options.allowHttp && !isOpen) {
      return { code: 'blocked_scheme', params: { host, scheme: 'http' } };
    }
    return null;
  }

  return {
    refusal,
    textRefusal(destination) {
      const host = destination.hostname;
      const address = addressInText(host);
      if (address !== null) return refusal(address, destination);
      const isOwn = ownAt(destination).some((own) => isOwnName(own, host));
      return isOwn ? { code: 'blocked_own', params: { host } } : null;
    },
    isOpened(host) {
      const address = parseAddress(addressInText(host) ?? '');
      return address !== null && isOpened(address, kindOf(address));
    },
  };
}

/** Names below `localhost` lead to this machine, whichever resolver answers. */
function addressInText(host: string): string | null {
  if (/(^|\.)localhost\.?$/i.test(host)) return '127.0.0.1';
  return isIP(host) === 0 ? null : host;
}

function isOwnName(own: OwnAddress, host: string): boolean {
  return withoutDot(own.host) === withoutDot(host);
}

const withoutDot = (host: string) => host.toLowerCase().replace(/\.$/, '');

function isOwnAddress(
  own: OwnAddress,
  address: IpAddress,
  kind: AddressKind,
  localAddresses: readonly string[],
): boolean {
  const ownHost = withoutDot(own.host);
  const ownAddress = parseAddress(ownHost);
  const ownKind = ownAddress ? kindOf(ownAddress) : ownHost === 'localhost' ? 'loopback' : null;
  if (ownKind === 'unspecified') {
    return kind === 'loopback' || localAddresses.some((local) => isSame(local, address));
  }
  if (ownKind === 'loopback') return kind === 'loopback';
  return ownAddress !== null && ownAddress.toString() === address.toString();
}

function isSame(text: string, address: IpAddress): boolean {
  return parseAddress(text)?.toString() === address.toString();
}
