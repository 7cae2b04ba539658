import { expect, it } from 'vitest';
import type { Destination } from './address-policy';
import { AttemptFailure } from './attempt-record';
import { createConnector } from './connector';
import { parseTarget } from './target';

/** Asks the policy about a destination. The policy refuses, so no connection is opened. */
async function askedAbout(url: string, mayReachOwn = false) {
  const asked: [string, Destination][] = [];
  const connector = createConnector({
    policy: {
      refusal: (address, destination) => {
        asked.push([address, destination]);
        return asked.length > 1 || destination.hostname === '127.0.0.1'
          ? { code: 'blocked_address', params: {} }
          : null;
      },
    },
    resolver: {
      resolve: async () => [
        { address: '127.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ],
      forget: () => undefined,
      health: async () => 'well' as const,
    },
  });
  const progress = { stage: 'waiting' as const, socket: null, isCancelled: false };
  await expect(connector.open(parseTarget(url), mayReachOwn, progress)).rejects.toThrow(
    AttemptFailure,
  );
  expect(progress.socket).toBeNull();
  return asked;
}

it('asks about every address of a name, with port and scheme, before it opens a socket', async () => {
  const destination = { hostname: 'a.test', port: 80, isHttps: false, mayReachOwn: false };
  expect(await askedAbout('http://a.test/')).toEqual([
    ['127.0.0.1', destination],
    ['::1', destination],
  ]);
  expect((await askedAbout('https://a.test/', true))[0]?.[1]).toEqual({
    ...destination,
    port: 443,
    isHttps: true,
    mayReachOwn: true,
  });
});

it('asks about an address in the URL itself', async () => {
  const asked = await askedAbout('http://0x7f.1:8080/');
  expect(asked.map(([address, { port }]) => [address, port])).toEqual([['127.0.0.1', 8080]]);
});
