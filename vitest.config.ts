import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { PATIENCE_MS } from './tests/support/patience.mjs';

const alias = {
  '@tests': fileURLToPath(new URL('./tests', import.meta.url)),
  '@': fileURLToPath(new URL('./src', import.meta.url)),
};

const expect = { poll: { timeout: PATIENCE_MS } };

/** A file that takes minutes comes first: at the end it would run alone. */
const LONG = ['/chaos/', 'launcher.int', 'embedded-postgres.int', 'serverless', 'front.int'];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isShort = ({ moduleId }: TestSpecification) =>
      !LONG.some((part) => moduleId.includes(part));
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => Number(isShort(a)) - Number(isShort(b)));
  }
}

/**
 * `unit` needs nothing but Node (part of `npm run check`); `integration` gets a real Postgres: one
 * server a run, one template database, a clone for every test file that asks for it.
 */
export default defineConfig({
  resolve: { alias },
  test: {
    sequence: { sequencer: LongFirst },
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'src/**/*.test.tsx',
            'tests/{architecture,chaos}/**/*.test.ts',
          ],
          exclude: ['**/*.int.test.ts', '**/node_modules/**'],
          // Each file leaves the process as it found it, so they share one: half of the time went into starting others.
          isolate: false,
          // For a slow machine that has other things to do as well.
          testTimeout: 2 * PATIENCE_MS,
          expect,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['src/**/*.int.test.ts', 'tests/{chaos,compat,integration}/**/*.int.test.ts'],
          globalSetup: ['tests/support/postgres-server.ts'],
          testTimeout: 4 * PATIENCE_MS,
          hookTimeout: 4 * PATIENCE_MS,
          expect,
          // More than there are cores, because a fifth of the time is waiting.
          maxWorkers: 3,
          // As for unit tests: a tenth of the time went into starting processes.
          isolate: false,
        },
      },
    ],
  },
});
