import { describe, expect, it } from 'vitest';
import { type AddressKind, createAddressPolicy } from './address-policy';
import { parseTarget } from './target';

const CASES: Record<AddressKind, string[]> = {
  public: ['8.8.8.8', '93.184.216.34', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8'],
  private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '::ffff:10.0.0.1'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1'],
  carrier_nat: ['100.64.0.1', '100.127.255.255'],
  unique_local: ['fc00::1', 'fd12:3456::1'],
  link_local: ['169.254.1.1', 'fe80::1', 'fe80::1%eth0'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1'],
  unspecified: ['0.0.0.0', '0.1.2.3', '::', '::ffff:0.0.0.0'],
  reserved: [
    '192.0.0.1',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '192.88.99.1',
    '2001:db8::1',
    '3fff::1',
    '100::1',
    '::127.0.0.1',
    '::8.8.8.8',
    '2002:7f00:1::',
    '2002:808:808::',
    '2001:0:53aa:64c:0:0:80ff:fffe',
    '64:ff9b::10.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b:1::8.8.8.8',
    '2606:4700::5efe:a00:1',
    '4000::1',
    'fec0::1',
    '',
    'localhost',
    '1.2.3',
    '0x7f.1',
    '127.0.0.1.nip.io',
  ],
  metadata: [
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '169.254.170.2',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
    'fd00:ec2::254',
    'fd00:0ec2:0:0:0:0:0:0254',
    'fd20:ce::254',
  ],
};

const https = { hostname: 'example.com', port: 443, isHttps: true, mayReachOwn: false };
const closed = { allowedPrivateCidrs: [], allowHttp: false, ownAddresses: [], localAddresses: [] };

describe('address kinds', () => {
  const table = Object.entries(CASES).flatMap(([kind, all]) => all.map((one) => [one, kind]));
  it.each(table)('%s is %s', (address, kind) => {
    const refusal = createAddressPolicy(closed).refusal(address ?? '', https);
    expect(refusal?.params.kind ?? 'public').toBe(kind);
  });
});

function code(
  options: Partial<Parameters<typeof createAddressPolicy>[0]>,
  address: string,
  destination: Partial<typeof https> = {},
): string | null {
  const policy = createAddressPolicy({ ...closed, ...options });
  return policy.refusal(address, { ...https, ...destination })?.code ?? null;
}

describe('address policy', () => {
  it('allows only public addresses by default, and does not reveal the address', () => {
    for (const [kind, addresses] of Object.entries(CASES)) {
      for (const address of addresses) {
        expect(code({}, address)).toBe(kind === 'public' ? null : 'blocked_address');
      }
    }
    const refusal = createAddressPolicy(closed).refusal('10.0.0.7', https);
    expect(JSON.stringify(refusal)).not.toContain('10.0.0.7');
  });

  it('opens the private ranges that are listed, in either family, and no others', () => {
    const options = { allowedPrivateCidrs: ['10.1.0.0/16', 'fd12::/16', '127.0.0.0/8', '::1/128'] };
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', 'fd12::5', '127.0.0.1', '::1']) {
      expect(code(options, address)).toBeNull();
    }
    for (const address of ['10.2.0.1', 'fd13::5', '192.168.0.1', '64:ff9b::10.1.2.3']) {
      expect(code(options, address)).toBe('blocked_address');
    }
  });

  it('never opens metadata, link-local, multicast or reserved addresses, even if all are listed', () => {
    const options = { allowedPrivateCidrs: ['0.0.0.0/0', '::/0'], allowHttp: true };
    for (const kind of [
      'metadata',
      'link_local',
      'multicast',
      'unspecified',
      'reserved',
    ] as const) {
      for (const address of CASES[kind]) expect(code(options, address)).toBe('blocked_address');
    }
    expect(code(options, '10.0.0.1')).toBeNull();
  });

  it('refuses http, except to an allowed private address or if http is allowed', () => {
    const http = { isHttps: false, port: 80 };
    expect(code({}, '8.8.8.8', http)).toBe('blocked_scheme');
    expect(code({ allowedPrivateCidrs: ['8.0.0.0/8'] }, '8.8.8.8', http)).toBe('blocked_scheme');
    expect(code({ allowHttp: true }, '8.8.8.8', http)).toBeNull();
    expect(code({ allowedPrivateCidrs: ['10.0.0.0/8'] }, '10.0.0.1', http)).toBeNull();
  });

  it('never reaches our own listeners, by any address that leads to them', () => {
    const at = (host: string) => ({
      allowedPrivateCidrs: ['127.0.0.0/8', '::1/128', '10.0.0.0/8'],
      ownAddresses: [{ host, port: 3000 }],
      localAddresses: ['127.0.0.1', '10.0.0.5', '203.0.113.9'],
    });
    const own = { port: 3000 };
    for (const host of ['127.0.0.1', 'localhost', '::1', '0.0.0.0', '::']) {
      expect(code(at(host), '127.0.0.1', own)).toBe('blocked_own');
      expect(code(at(host), '::1', own)).toBe('blocked_own');
      expect(code(at(host), '::ffff:127.0.0.1', own)).toBe('blocked_own');
      expect(code(at(host), '127.0.0.1', { port: 3001 })).toBeNull();
    }
    expect(code(at('0.0.0.0'), '10.0.0.5', own)).toBe('blocked_own');
    expect(code(at('127.0.0.1'), '10.0.0.5', own)).toBeNull();
    expect(code(at('10.0.0.5'), '10.0.0.5', own)).toBe('blocked_own');
    const named = { ...own, hostname: 'Hooks.Example.com.' };
    expect(code(at('hooks.example.com'), '8.8.8.8', named)).toBe('blocked_own');
    expect(code(at('127.0.0.1'), '127.0.0.1', { ...own, mayReachOwn: true })).toBeNull();
  });

  it('throws for an invalid CIDR', () => {
    expect(() =>
      createAddressPolicy({ ...closed, allowedPrivateCidrs: ['10.0.0.0/40'] }),
    ).toThrow();
  });
});

describe('spellings of a destination', () => {
  it.each([
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f000001/', '127.0.0.1'],
    ['http://0177.0.0.1/', '127.0.0.1'],
    ['http://127.1/', '127.0.0.1'],
    ['http://127.0.0.1./', '127.0.0.1'],
    ['http://①②⑦.0.0.1/', '127.0.0.1'],
    ['http://[::FFFF:127.0.0.1]/', '::ffff:7f00:1'],
    ['http://[0:0:0:0:0:0:0:1]/', '::1'],
    ['http://%31%32%37.0.0.1/', '127.0.0.1'],
  ])('%s is the literal %s', (url, hostname) => {
    expect(parseTarget(url)).toMatchObject({ hostname, isIpLiteral: true });
  });

  it.each([
    ['https://EXAMPLE.com/A?b=c#d', 'example.com', 443, '/A?b=c'],
    ['https://münchen.example:8443', 'xn--mnchen-3ya.example', 8443, '/'],
    ['https://a.example/x/../inspector/%2e%2e/y', 'a.example', 443, '/y'],
  ])('%s is normalised', (url, hostname, port, path) => {
    expect(parseTarget(url)).toMatchObject({ hostname, port, path, isIpLiteral: false });
  });

  it.each([
    ['not a url', 'invalid_url'],
    ['https://', 'invalid_url'],
    ['https://u:p@example.com', 'invalid_url'],
    ['https://example.com:0', 'invalid_url'],
    ['https://example.com:65536', 'invalid_url'],
    ['http://[fe80::1%25eth0]/', 'invalid_url'],
    ['ftp://example.com', 'blocked_scheme'],
    ['file:///etc/passwd', 'blocked_scheme'],
  ])('%s is refused: %s', (url, expected) => {
    expect(() => parseTarget(url)).toThrow(expected);
  });
});
