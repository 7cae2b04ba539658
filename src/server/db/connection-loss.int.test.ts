import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type Database } from './client';

const database = useDatabase();
let db: Database;
let other: Database;

beforeAll(() => {
  db = createDatabase({ url: database.url, max: 1, ownNowMs: Date.now });
  other = createDatabase({ url: database.url, max: 1, ownNowMs: Date.now });
});
afterAll(async () => {
  await db.close();
  await other.close();
});

/** The driver as it is released ends the process here: see src/launcher/patches.mjs. */
it('refuses the further statements of a transaction that has lost its connection', async () => {
  let tell: (outcome: string) => void = () => {};
  const lastStatement = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const work = db.engine.begin(async (tx) => {
    const [row] = await tx<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    await other.engine`SELECT pg_terminate_backend(${row?.pid ?? 0}::integer, 5000)`;
    await tx`SELECT ${1}::integer`.then(
      () => tell('ran'),
      () => tell('refused'),
    );
  });
  await expect(work).rejects.toThrow();
  expect(await lastStatement).toBe('refused');
  // What is given before the lost connection has closed meets its end as well; what follows gets a new one.
  const next = () => db.engine`SELECT 1 AS one`;
  expect(await next().catch(next)).toEqual([{ one: 1 }]);
});
