import { expect, it } from 'vitest';
import { createResolver, type ResolvedAddress } from './resolver';

const address = (text: string): ResolvedAddress[] => [{ address: text, family: 4 }];

/** Look-ups that the test answers, on a clock that the test moves. */
function setup() {
  const asked: { answer(text: string): void; fail(code: string): void }[] = [];
  const clock = { now: 0, nowMs: () => clock.now };
  const resolver = createResolver(
    () =>
      new Promise((resolve, reject) => {
        asked.push({
          answer: (text) => resolve(address(text)),
          fail: (code) => reject(Object.assign(new Error(code), { code })),
        });
      }),
    clock,
  );
  return { asked, clock, resolver };
}

it('asks once for concurrent callers, and again after half a minute', async () => {
  const { asked, clock, resolver } = setup();
  const both = [resolver.resolve('a'), resolver.resolve('a')];
  asked[0]?.answer('1.1.1.1');
  expect(await Promise.all(both)).toEqual([address('1.1.1.1'), address('1.1.1.1')]);
  clock.now = 29_999;
  await resolver.resolve('a');
  expect(asked).toHaveLength(1);
  clock.now = 30_000;
  const later = resolver.resolve('a');
  asked[1]?.answer('2.2.2.2');
  expect(await later).toEqual(address('2.2.2.2'));
});

it('uses the earlier answer when the name server is slow or fails, but not when the name is gone', async () => {
  const { asked, clock, resolver } = setup();
  const first = resolver.resolve('a');
  asked[0]?.answer('1.1.1.1');
  await first;
  clock.now = 60_000;
  expect(await resolver.resolve('a')).toEqual(address('1.1.1.1'));
  const failing = resolver.resolve('a');
  asked[1]?.fail('EAI_AGAIN');
  expect(await failing).toEqual(address('1.1.1.1'));
  const gone = resolver.resolve('a');
  asked[2]?.fail('ENOTFOUND');
  await expect(gone).rejects.toThrow('ENOTFOUND');
  const after = resolver.resolve('a');
  asked[3]?.fail('EAI_AGAIN');
  await expect(after).rejects.toThrow('EAI_AGAIN');
});

it('asks again at once for a name whose addresses did not work', async () => {
  const { asked, resolver } = setup();
  const first = resolver.resolve('a');
  asked[0]?.answer('1.1.1.1');
  await first;
  resolver.forget('a');
  const second = resolver.resolve('a');
  asked[1]?.answer('2.2.2.2');
  expect(await second).toEqual(address('2.2.2.2'));
});
