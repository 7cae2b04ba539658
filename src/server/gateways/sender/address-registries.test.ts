import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { createAddressPolicy } from './address-policy';

/**
 * IANA's complete special-purpose registries. Even the addresses that they call globally reachable are nobody's
 * endpoint.
 */
const IPV4_REGISTRY = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '240.0.0.0/4',
  '255.255.255.255/32',
];
const IPV6_REGISTRY = [
  '::/128',
  '::1/128',
  '64:ff9b:1::/48',
  '100::/64',
  '100:0:0:1::/64',
  '2001::/23',
  '2001::/32',
  '2001:1::1/128',
  '2001:1::2/128',
  '2001:1::3/128',
  '2001:2::/48',
  '2001:3::/32',
  '2001:4:112::/48',
  '2001:10::/28',
  '2001:20::/28',
  '2001:30::/28',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
];
/**
 * Blocks of other registries, or withdrawn: multicast, site-local, IPv4-compatible, IPv4-translated, and the rest
 * outside 2000::/3.
 */
const OTHERS = ['224.0.0.0/4', 'ff00::/8', 'fec0::/10', '::/96', '::ffff:0:0:0/96', '4000::/3'];

type Bytes = readonly number[];
const bytes = (count: number) => fc.array(fc.nat(255), { minLength: count, maxLength: count });
const groupsOf = (address: Bytes) =>
  Array.from({ length: address.length / 2 }, (_, n) =>
    (((address[2 * n] ?? 0) << 8) | (address[2 * n + 1] ?? 0)).toString(16),
  );

/** Any address of the block. */
function within(cidr: string): fc.Arbitrary<Bytes> {
  const [base, bits] = ipaddr.parseCIDR(cidr);
  return bytes(base.toByteArray().length).map((random) =>
    base.toByteArray().map((byte, n) => {
      const kept = Math.min(8, Math.max(0, bits - 8 * n));
      const mask = (0xff << (8 - kept)) & 0xff;
      return (byte & mask) | ((random[n] ?? 0) & ~mask & 0xff);
    }),
  );
}

/** The ways to write an IPv6 address: in full, compressed, in capitals, and with its end in decimals. */
function spellings(address: Bytes): string[] {
  const groups = groupsOf(address);
  const full = groups.map((group) => group.padStart(4, '0')).join(':');
  const decimals = address.slice(12).join('.');
  return [
    groups.join(':'),
    full,
    full.toUpperCase(),
    new URL(`http://[${full}]/`).hostname.slice(1, -1),
    `${groups.slice(0, 6).join(':')}:${decimals}`,
  ];
}

/** IPv4 in IPv6: mapped, translated by NAT64, compatible, 6to4, ISATAP. */
const EMBEDDINGS: readonly ((v4: Bytes) => Bytes)[] = [
  (v4) => [...zeros(10), 255, 255, ...v4],
  (v4) => [0, 0x64, 0xff, 0x9b, ...zeros(8), ...v4],
  (v4) => [...zeros(12), ...v4],
  (v4) => [0x20, 0x02, ...v4, ...zeros(10)],
  (v4) => [0x26, 0x06, ...zeros(6), 0, 0, 0x5e, 0xfe, ...v4],
  (v4) => [0x26, 0x06, ...zeros(6), 2, 0, 0x5e, 0xfe, ...v4],
];
const zeros = (count: number) => Array<number>(count).fill(0);

const policy = createAddressPolicy({
  allowedPrivateCidrs: [],
  allowHttp: true,
  ownAddresses: [],
  localAddresses: [],
});
const DESTINATION = { hostname: 'a.test', port: 443, isHttps: true, mayReachOwn: false };
const isRefused = (text: string) => policy.refusal(text, DESTINATION)?.code === 'blocked_address';

describe('the special-purpose registries', () => {
  it.each([...IPV4_REGISTRY, '224.0.0.0/4'])('%s is refused, in IPv6 too', (cidr) => {
    fc.assert(
      fc.property(within(cidr), (v4) => {
        expect(isRefused(v4.join('.')), v4.join('.')).toBe(true);
        for (const embed of EMBEDDINGS) {
          for (const text of spellings(embed(v4))) expect(isRefused(text), text).toBe(true);
        }
      }),
    );
  });

  it.each([...IPV6_REGISTRY, ...OTHERS.filter((cidr) => cidr.includes(':'))])(
    '%s is refused, however it is written',
    (cidr) => {
      fc.assert(
        fc.property(within(cidr), (v6) => {
          for (const text of spellings(v6)) expect(isRefused(text), text).toBe(true);
        }),
      );
    },
  );

  it.each([...IPV4_REGISTRY, ...IPV6_REGISTRY, ...OTHERS])('%s is refused at both ends', (cidr) => {
    const [base, bits] = ipaddr.parseCIDR(cidr);
    const first = base.toByteArray();
    const last = first.map((byte, n) => byte | (0xff >> Math.min(8, Math.max(0, bits - 8 * n))));
    for (const end of [first, last]) {
      const text = ipaddr.fromByteArray(end).toString();
      expect(isRefused(text), text).toBe(true);
    }
  });

  it('an address in none of them is public', () => {
    const blocks = [...IPV4_REGISTRY, ...IPV6_REGISTRY, ...OTHERS].map((cidr) =>
      ipaddr.parseCIDR(cidr),
    );
    const isListed = (text: string) => {
      const address = ipaddr.parse(text);
      return blocks.some(
        ([base, bits]) => base.kind() === address.kind() && address.match(base, bits),
      );
    };
    const v4 = bytes(4).map((all) => all.join('.'));
    const v6 = bytes(16).map(([first = 0, ...rest]) =>
      groupsOf([0x20 | (first & 0x1f), ...rest]).join(':'),
    );
    fc.assert(
      fc.property(fc.oneof(v4, v6), (text) => {
        const refusal = policy.refusal(text, DESTINATION);
        if (refusal?.params.kind === 'metadata') return;
        expect(refusal === null, text).toBe(!isListed(text));
      }),
      { numRuns: 5_000 },
    );
  });
});
