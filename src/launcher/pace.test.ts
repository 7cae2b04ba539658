import { expect, it } from 'vitest';
import { createPace } from './pace';

const turn = () => new Promise(setImmediate);

function block(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

it('starts at once what fits into a turn, and the rest in order', async () => {
  const pace = createPace(() => false);
  const started: number[] = [];
  for (let n = 0; n < 500; n += 1) pace(() => started.push(n));
  const atOnce = started.length;
  expect(atOnce).toBeGreaterThan(8);
  expect(atOnce).toBeLessThan(500);
  while (started.length < 500) await turn();
  expect(started).toEqual(Array.from({ length: 500 }, (_, n) => n));
});

it('starts few slow ones in a turn, so that others are heard in between', async () => {
  const pace = createPace(() => false);
  let started = 0;
  for (let n = 0; n < 200; n += 1)
    pace(() => {
      started += 1;
      block(3);
    });
  const perTurn: number[] = [];
  while (started < 200) {
    const before = started;
    await turn();
    perTurn.push(started - before);
  }
  expect(Math.max(...perTurn.slice(4))).toBeLessThan(16);
  expect(perTurn.length).toBeGreaterThan(15);
});

it('starts many again when they are fast', async () => {
  const pace = createPace(() => false);
  for (let n = 0; n < 5; n += 1) pace(() => block(30));
  let started = 0;
  for (let n = 0; n < 1_000; n += 1) pace(() => (started += 1));
  let most = 0;
  while (started < 1_000) {
    const before = started;
    await turn();
    most = Math.max(most, started - before);
  }
  expect(most).toBeGreaterThan(16);
});

it('leaves turns to new connections, and starts some requests nevertheless', async () => {
  let isAccepting = true;
  const pace = createPace(() => isAccepting);
  let started = 0;
  for (let n = 0; n < 1000; n += 1)
    pace(() => {
      started += 1;
    });
  const perTurn: number[] = [];
  while (started < 500) {
    const before = started;
    await turn();
    perTurn.push(started - before);
  }
  expect(perTurn.filter((count) => count === 0).length).toBeGreaterThan(perTurn.length / 2);
  isAccepting = false;
  while (started < 1000) await turn();
});
