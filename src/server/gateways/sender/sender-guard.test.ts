import { outboundRequest } from '@tests/factories/outbound-request';
import { createTestSender, type TestSender } from '@tests/factories/test-sender';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SenderOptions } from './sender';

let receiver: Receiver;
let sender: TestSender;

beforeEach(async () => {
  receiver = await startReceiver();
});

afterEach(async () => {
  await sender.close();
  await receiver.close();
});

async function outcomeOf(url: string, options: Partial<SenderOptions> = {}) {
  sender = createTestSender({ version: '1', ...options });
  const record = await sender.send(outboundRequest({ url }));
  return { outcome: record.outcome, code: record.error?.code ?? null };
}

const resolvingTo = (...addresses: string[]) => ({
  lookup: async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
});
const loopback = { allowedPrivateCidrs: ['127.0.0.0/8', '::1/128'] };
const blocked = { outcome: 'blocked', code: 'blocked_address' };

describe('addresses that deliveries never reach', () => {
  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.0.0.1.',
    '[::1]',
    '[::ffff:127.0.0.1]',
  ])('the loopback literal %s, although a receiver listens there', async (host) => {
    const url = `http://${host}:${receiver.port}/`;
    expect(await outcomeOf(url, { allowHttp: true })).toEqual(blocked);
    expect(receiver.connectionCount).toBe(0);
  });

  it('localhost, by the real resolver', async () => {
    const url = `http://localhost:${receiver.port}/`;
    expect(await outcomeOf(url, { allowHttp: true })).toEqual(blocked);
    expect(receiver.connectionCount).toBe(0);
  });

  it('a public name that resolves to a private address', async () => {
    const options = { allowHttp: true, ...resolvingTo('127.0.0.1') };
    expect(await outcomeOf(`http://public.test:${receiver.port}/`, options)).toEqual(blocked);
    expect(receiver.connectionCount).toBe(0);
  });

  it('a name with one allowed and one forbidden address', async () => {
    const options = {
      allowedPrivateCidrs: ['127.0.0.0/8'],
      ...resolvingTo('127.0.0.1', '10.0.0.1'),
    };
    expect(await outcomeOf(`http://mixed.test:${receiver.port}/`, options)).toEqual(blocked);
    expect(receiver.connectionCount).toBe(0);
  });

  it('text from the resolver that is not an address', async () => {
    expect(await outcomeOf('https://odd.test/', resolvingTo('127.1'))).toEqual(blocked);
  });
});

it('connects to the address that was checked, even if the name resolves differently a moment later', async () => {
  let asked = 0;
  const lookup = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
  const url = `http://rebinding.test:${receiver.port}/`;
  expect(await outcomeOf(url, { ...loopback, lookup })).toEqual({ outcome: 'success', code: null });
  expect(asked).toBe(1);
  expect(receiver.requests[0]?.headers.host).toBe(`rebinding.test:${receiver.port}`);
});

it('reaches the next address when the first refuses', async () => {
  const options = { ...loopback, ...resolvingTo('127.0.0.2', '127.0.0.1') };
  const url = `http://two.test:${receiver.port}/`;
  expect(await outcomeOf(url, options)).toEqual({ outcome: 'success', code: null });
});

it.each([
  ['ftp://example.com/', 'blocked_scheme'],
  ['nonsense', 'invalid_url'],
  ['https://user:password@example.com/', 'invalid_url'],
  ['https://example.com:0/', 'invalid_url'],
  ['https://example.com:25/', 'blocked_port'],
  ['https://example.com:6379/', 'blocked_port'],
])('refuses %s permanently', async (url, code) => {
  expect(await outcomeOf(url)).toEqual({ outcome: 'blocked', code });
});

describe('our own listeners', () => {
  const own = () => ({
    ...loopback,
    ownAddresses: [{ host: '127.0.0.1', port: receiver.port }],
    isOwnPathAllowed: (pathname: string) => /^\/inspector\/\w+$/.test(pathname),
  });

  it.each([
    '/',
    '/rest/v2.0/x',
    '/inspector/a/../../rest',
    '/inspector/%2e%2e/rest',
    '/inspector/',
  ])('are never reached at %s', async (path) => {
    for (const host of ['127.0.0.1', 'localhost']) {
      const url = `http://${host}:${receiver.port}${path}`;
      expect(await outcomeOf(url, own())).toEqual({ outcome: 'blocked', code: 'blocked_own' });
    }
    expect(receiver.connectionCount).toBe(0);
  });

  it('answer at the allowed path only, even if a connection to it is already open', async () => {
    const inspector = `http://127.0.0.1:${receiver.port}/inspector/abc?x=1`;
    expect(await outcomeOf(inspector, own())).toMatchObject({ outcome: 'success' });
    const elsewhere = await sender.send(outboundRequest({ url: `${receiver.url}/rest` }));
    expect(elsewhere.error?.code).toBe('blocked_own');
    expect(receiver.requests.map((one) => one.path)).toEqual(['/inspector/abc?x=1']);
  });
});
