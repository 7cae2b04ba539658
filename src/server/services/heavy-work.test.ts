import { expect, it } from 'vitest';
import { heavyWork } from './heavy-work';

const MIB = 1024 * 1024;

/** Holds the process. */
function hold(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

it('serves others between two long pieces', async () => {
  let others = 0;
  const timer = setInterval(() => {
    others += 1;
  }, 5);
  const seen: number[] = [];
  await Promise.all(
    Array.from({ length: 4 }, () =>
      heavyWork('a', 1, () => {
        seen.push(others);
        hold(120);
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
  const first = heavyWork('first', 1, () => hold(120));
  const flood = Array.from({ length: 40 }, () => ask('flood', MIB));
  await Promise.all([first, ...flood, ask('other', 1)]);
  expect(order.filter((one) => one === 'flood unavailable').length).toBeGreaterThan(5);
  const served = order.filter((one) => one !== 'flood unavailable');
  expect(served.indexOf('other')).toBeLessThan(3);
});

it('lets short pieces follow each other at once', async () => {
  // The pause of the tests before.
  await heavyWork('a', 1, () => undefined);
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 0);
  for (let n = 0; n < 1_000; n += 1) await heavyWork('a', 1, () => n);
  clearInterval(timer);
  expect(turns).toBe(0);
});

it('passes on what the work returns and throws, and goes on', async () => {
  const failing = () => {
    throw new Error('no');
  };
  await expect(heavyWork('a', 1, failing)).rejects.toThrow('no');
  await expect(heavyWork('a', 1, () => 8)).resolves.toBe(8);
});
