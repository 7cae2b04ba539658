import { expect, it } from 'vitest';
import { heavyWork } from './heavy-work';

const MIB = 1024 * 1024;

/** Holds the process. */
function hold(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

it('serves others between two pieces, for as long as a piece took', async () => {
  let others = 0;
  const timer = setInterval(() => {
    others += 1;
  }, 5);
  const seen: number[] = [];
  await Promise.all(
    Array.from({ length: 4 }, () =>
      heavyWork('a', 1, () => {
        seen.push(others);
        hold(60);
      }),
    ),
  );
  clearInterval(timer);
  for (const [n, before] of seen.slice(0, -1).entries())
    expect(seen[n + 1]).toBeGreaterThan(before + 3);
});

it('lets askers take turns, and refuses the one with the most waiting bytes', async () => {
  const order: string[] = [];
  const ask = (asker: string, bytes: number) =>
    heavyWork(asker, bytes, () => order.push(asker)).catch(({ code }: { code: string }) =>
      order.push(`${asker} ${code}`),
    );
  const flood = Array.from({ length: 40 }, () => ask('flood', MIB));
  await Promise.all([...flood, ask('other', 1)]);
  expect(order.filter((one) => one === 'flood unavailable').length).toBeGreaterThan(5);
  const served = order.filter((one) => one !== 'flood unavailable');
  expect(served.indexOf('other')).toBeLessThan(3);
});

it('passes on what the work returns and throws, and goes on', async () => {
  await expect(heavyWork('a', 1, () => Promise.resolve(7))).resolves.toBe(7);
  const failure = new Error('no');
  await expect(heavyWork('a', 1, () => Promise.reject(failure))).rejects.toBe(failure);
  await expect(heavyWork('a', 1, () => 8)).resolves.toBe(8);
});
