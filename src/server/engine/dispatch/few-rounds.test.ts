import { expect, it } from 'vitest';
import { FewRounds } from './few-rounds';

/** Each round takes a turn of the event loop and always finds one more event. */
const endless = () =>
  new Promise<{ events: number; hasMore: boolean }>((resolve) =>
    setImmediate(() => resolve({ events: 1, hasMore: true })),
  );

it('waits for one round only while companies publish without end', async () => {
  const deadlineMs = performance.now() + 1_000;
  const rounds = new FewRounds(endless, deadlineMs);
  await rounds.once();
  await rounds.once();
  expect(performance.now()).toBeLessThan(deadlineMs);
  await rounds.ended();
  expect(performance.now()).toBeGreaterThanOrEqual(deadlineMs);
});

it('reports a failed round once, and begins another one', async () => {
  let isBroken = true;
  const rounds = new FewRounds(async () => {
    if (isBroken) throw new Error('the database is away');
    return { events: 3, hasMore: false };
  }, Number.POSITIVE_INFINITY);
  await expect(rounds.once()).rejects.toThrow('the database is away');
  isBroken = false;
  await rounds.once();
  await rounds.ended();
  expect(rounds).toMatchObject({ events: 3, hasMore: false });
});
