import { outboundRequest } from '@tests/factories/outbound-request';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AttemptError } from './attempt-record';
import type { ExchangeResult } from './exchange';
import { createOwnFailureFinder, systemHasRoute } from './own-failure';
import type { Lookup } from './resolver';
import { createSender, type Sender } from './sender';

let receiver: Receiver;
let sender: Sender;
/** The error of each name whose look-up fails. Other names are found. */
let failing: Record<string, string>;

const lookup: Lookup = async (hostname) => {
  const code = failing[hostname];
  if (code === 'silence') return new Promise(() => {});
  if (code !== undefined) throw Object.assign(new Error(code), { code });
  return [{ address: '127.0.0.1', family: 4 }];
};

beforeEach(async () => {
  failing = {};
  receiver = await startReceiver();
  sender = createSender({
    version: '1',
    allowedPrivateCidrs: ['127.0.0.0/8'],
    connectTimeoutMs: 300,
    lookup,
  });
});
afterEach(async () => {
  await sender.close();
  await receiver.close();
});

const sendTo = (host: string) =>
  sender.send(outboundRequest({ url: `http://${host}:${receiver.port}/` }));

describe('a name that cannot be looked up', () => {
  it("is the host's own failure while others can", async () => {
    expect(await sendTo('well.example')).toMatchObject({ outcome: 'success' });
    for (const [host, code] of [
      ['broken.example', 'EAI_AGAIN'],
      ['silent.example', 'silence'],
    ] as const) {
      failing[host] = code;
      expect(await sendTo(host)).toMatchObject({
        outcome: 'failure',
        error: { code: 'dns_failed' },
      });
    }
  });

  it('is ours when none of the known names can be looked up any more', async () => {
    await sendTo('one.example');
    await sendTo('two.example');
    failing = {
      'one.example': 'EAI_AGAIN',
      'two.example': 'EAI_AGAIN',
      'new.example': 'EAI_AGAIN',
    };
    expect(await sendTo('new.example')).toMatchObject({
      outcome: 'ours',
      cause: 'resolver',
      isForAll: true,
    });
  });

  it("is the host's own when it is the only one, until a second fails as well", async () => {
    failing = { 'one.example': 'EAI_AGAIN', 'two.example': 'EAI_AGAIN' };
    expect(await sendTo('one.example')).toMatchObject({ cause: 'resolver', isForAll: false });
    expect(await sendTo('two.example')).toMatchObject({ cause: 'resolver', isForAll: true });
  });

  it('does not exist if the resolver says so', async () => {
    failing = { 'gone.example': 'ENOTFOUND' };
    expect(await sendTo('gone.example')).toMatchObject({ error: { code: 'dns_not_found' } });
  });
});

it.each([
  ['EMFILE', 'file_limit'],
  ['ENFILE', 'file_limit'],
  ['ENOMEM', 'memory'],
  ['ENOBUFS', 'memory'],
  ['EADDRNOTAVAIL', 'address'],
])('%s is ours', async (code, cause) => {
  failing = { 'a.example': code };
  expect(await sendTo('a.example')).toMatchObject({ outcome: 'ours', cause, reason: code });
});

it('a bug of ours is ours', async () => {
  const broken = { ...outboundRequest({ url: receiver.url }), headers: null as never };
  expect(await sender.send(broken)).toMatchObject({
    outcome: 'ours',
    cause: 'internal',
    isForAll: false,
  });
});

describe('a host that cannot be reached', () => {
  const unreachable: AttemptError = { code: 'connect_unreachable', params: { host: 'a' } };
  const result = (change: Partial<ExchangeResult>) =>
    ({
      own: null,
      error: unreachable,
      errno: 'ENETUNREACH',
      remoteAddress: null,
      ...change,
    }) as ExchangeResult;
  const finder = (isThere: boolean) =>
    createOwnFailureFinder({
      resolver: { resolve: async () => [], forget: () => {}, health: async () => 'well' },
      hasRoute: async () => isThere,
    });

  it.each([
    ['there is no way anywhere', false, {}, { cause: 'no_route', isForAll: true }],
    ['there is a way elsewhere', true, {}, null],
    ['it does not answer in its own network', false, { errno: 'EHOSTUNREACH' }, null],
  ])('when %s', async (_case, isThere, change, expected) => {
    const found = await finder(isThere)(result(change));
    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject({ outcome: 'ours', ...expected });
  });

  it('does not stop the others if an outside host has just been reached', async () => {
    const find = finder(false);
    await find(result({ error: null, remoteAddress: '10.1.1.1' }));
    expect(await find(result({}))).toMatchObject({ cause: 'no_route', isForAll: false });
  });

  it('the system checks for a route without sending anything', async () => {
    expect(typeof (await systemHasRoute())).toBe('boolean');
  });
});
