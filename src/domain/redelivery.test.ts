import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FeedFacts, PORTION_MS, portionOf, RecoveryPace } from './redelivery';

const quick: FeedFacts = {
  isInOrder: false,
  maxInFlight: 10,
  maxPerSecond: null,
  answerMs: 10,
  waiting: 0,
  retrying: 0,
  delivered: 0,
};

it.each<[string, Partial<FeedFacts>, number]>([
  ['half of the slots of a quick endpoint', {}, 50],
  ['one of a slow one', { answerMs: 5000 }, 1],
  ['half of its rate', { maxPerSecond: 100 }, 5],
  ['one at a time in order', { isInOrder: true, answerMs: 50 }, 2],
  ['nothing more while they wait', { waiting: 50 }, 0],
  ['the rest', { waiting: 45 }, 5],
  ['nothing more while all fail', { retrying: 50 }, 0],
  ['a portion although a few always fail', { retrying: 50, delivered: 1000 }, 50],
])('a portion is %s', (_, change, portion) => {
  expect(portionOf({ ...quick, ...change }, 1000)).toBe(portion);
});

const facts = fc.record({
  isInOrder: fc.boolean(),
  maxInFlight: fc.integer({ min: 1, max: 1000 }),
  maxPerSecond: fc.option(fc.double({ min: 0.1, max: 1000, noNaN: true })),
  answerMs: fc.option(fc.double({ min: 0, max: 100_000, noNaN: true })),
  waiting: fc.nat(5000),
  retrying: fc.nat(5000),
  delivered: fc.nat(1_000_000),
});

it('never exceeds the share, and with nothing delivered never one portion in the queue', () => {
  fc.assert(
    fc.property(facts, fc.nat(400), (some, share) => {
      const portion = portionOf(some, share);
      expect(portion).toBeGreaterThanOrEqual(0);
      expect(portion).toBeLessThanOrEqual(share);
      const most = Math.max(1, ((some.isInOrder ? 1 : some.maxInFlight / 2) / 4) * PORTION_MS);
      if (some.delivered === 0 && portion > 0)
        expect(portion + some.waiting + some.retrying).toBeLessThanOrEqual(most);
    }),
  );
});

it('gives way while the process is busy or late, and returns', () => {
  const pace = new RecoveryPace();
  for (let n = 0; n < 100; n += 1) pace.noteRound(0, 0.1);
  expect(pace.share).toBe(400);
  for (let n = 0; n < 40; n += 1) pace.noteRound(0, 0.9);
  expect(pace.share).toBe(1);
  for (let n = 0; n < 30; n += 1) pace.noteRound(0, 0.1);
  const before = pace.share;
  pace.noteRound(100, 0.1);
  expect(pace.share).toBeLessThan(before);
});
