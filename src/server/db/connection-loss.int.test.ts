import { setTimeout as delay } from 'node:timers/promises';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type Database } from './client';
import { outageOf } from './unavailable';

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

/** An earlier driver ended the process here. */
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
  // A statement that is given before the lost connection has closed fails as well. Later statements get a new
  // connection.
  const next = () => db.engine`SELECT 1 AS one`;
  expect(await next().catch(next)).toEqual([{ one: 1 }]);
});

/** An earlier driver passed the error to the first query of the next connection. */
it.each(['a query', 'a transaction'])(
  'blames a lost connection once, on %s that was under way',
  async (kind) => {
    const { engine } = db;
    const [row] = await engine<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const work =
      kind === 'a query'
        ? engine`SELECT pg_sleep(30)`
        : engine.begin((tx) => tx`SELECT pg_sleep(30)`);
    const lost = work.then(
      () => null,
      (error: unknown) => outageOf(error),
    );
    await expect
      .poll(async () => {
        const [{ n = 0 } = {}] = await other.engine<{ n: number }[]>`
        SELECT count(*)::integer AS n FROM pg_stat_activity
        WHERE pid = ${row?.pid ?? 0}::integer AND query LIKE '%pg_sleep%' AND state = 'active'`;
        return n;
      })
      .toBe(1);
    await other.engine`SELECT pg_terminate_backend(${row?.pid ?? 0}::integer, 5000)`;
    expect(await lost).toBe('lost');
    await delay(200);
    expect(await engine`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  },
);

it('reports why a connection is refused after another one was lost', async () => {
  const guest = `guest_${database.name}`;
  await other.engine.unsafe(`CREATE ROLE ${guest} LOGIN PASSWORD 'guest'`);
  const url = Object.assign(new URL(database.url), { username: guest, password: 'guest' }).href;
  const refused = createDatabase({ url, max: 1, ownNowMs: Date.now });
  const [row] = await refused.engine<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  const work = refused.engine`SELECT pg_sleep(30)`.catch(() => {});
  await delay(200);
  await other.engine.unsafe(`ALTER ROLE ${guest} CONNECTION LIMIT 0`);
  await other.engine`SELECT pg_terminate_backend(${row?.pid ?? 0}::integer, 5000)`;
  await work;
  await delay(200);
  const error: unknown = await refused.engine`SELECT 1`.catch((reason: unknown) => reason);
  expect(outageOf(error)).toBe('connections');
  await refused.close();
  await other.engine.unsafe(`DROP ROLE ${guest}`);
});

/** An earlier driver counted these rows for the next query. */
it('leaves none of the rows that came before an error to the next query', async () => {
  const { engine } = db;
  const failing = () => engine`SELECT 1 / (4 - n) FROM generate_series(1, 9) AS n`;
  await expect(failing()).rejects.toMatchObject({ code: '22012' });
  expect([...(await engine`SELECT 1 AS one`)]).toEqual([{ one: 1 }]);

  const [row] = await engine<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  const work = engine`
    SELECT repeat('x', 9000), pg_sleep(CASE WHEN n = 4 THEN 30 ELSE 0 END) FROM generate_series(1, 9) AS n`;
  await Promise.all([
    expect(work).rejects.toThrow(),
    delay(300).then(
      () => other.engine`SELECT pg_terminate_backend(${row?.pid ?? 0}::integer, 5000)`,
    ),
  ]);
  await delay(200);
  expect([...(await engine`SELECT 1 AS one`)]).toEqual([{ one: 1 }]);
});
