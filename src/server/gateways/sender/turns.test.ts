import { expect, it } from 'vitest';
import { Turns } from './turns';

it('lets other work run between a few pieces of work, and keeps their order', async () => {
  const turns = new Turns(2);
  const seen: (number | string)[] = [];
  const done = new Promise<void>((resolve) => {
    for (const piece of [1, 2, 3, 4, 5]) {
      turns.add(() => {
        seen.push(piece);
        if (piece === 1) setImmediate(() => seen.push('another'));
        if (piece === 5) resolve();
      });
    }
  });
  expect(seen).toEqual([]);
  await done;
  expect(seen).toEqual([1, 2, 'another', 3, 4, 5]);
});

it('begins again when all earlier work is done', async () => {
  const turns = new Turns(2);
  for (const _ of [1, 2]) await new Promise<void>((resolve) => turns.add(resolve));
});
