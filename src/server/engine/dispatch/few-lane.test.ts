import { expect, it } from 'vitest';
import { FewLane } from './few-lane';

/** Each look takes a turn of the event loop, and always finds one event more. */
const endless = () =>
  new Promise<{ events: number; hasMore: boolean }>((resolve) =>
    setImmediate(() => resolve({ events: 1, hasMore: true })),
  );

it('waits for one look alone while companies publish without end', async () => {
  const deadlineMs = performance.now() + 1_000;
  const lane = new FewLane(endless, deadlineMs);
  await lane.once();
  await lane.once();
  expect(performance.now()).toBeLessThan(deadlineMs);
  await lane.ended();
  expect(performance.now()).toBeGreaterThanOrEqual(deadlineMs);
});

it('tells of a look that failed, once, and looks again', async () => {
  let isBroken = true;
  const lane = new FewLane(async () => {
    if (isBroken) throw new Error('the database is away');
    return { events: 3, hasMore: false };
  }, Number.POSITIVE_INFINITY);
  await expect(lane.once()).rejects.toThrow('the database is away');
  isBroken = false;
  await lane.once();
  await lane.ended();
  expect(lane).toMatchObject({ events: 3, hasMore: false });
});
