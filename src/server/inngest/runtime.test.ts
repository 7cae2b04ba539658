import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { RUN_BUDGET_MS } from './runtime';

it('gives a run the duration of its route, less ten seconds', async () => {
  const route = new URL('../../app/api/inngest/route.ts', import.meta.url);
  const seconds = /maxDuration = (\d+);/.exec(await readFile(route, 'utf8'))?.[1];
  expect(RUN_BUDGET_MS).toBe((Number(seconds) - 10) * 1000);
});
