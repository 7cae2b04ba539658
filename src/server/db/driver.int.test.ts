import { useDatabase } from '@tests/support/database';
import { expect, it } from 'vitest';
import { openPostgres, type Sql } from './driver';

const database = useDatabase();

async function using(
  options: Parameters<typeof openPostgres>[1],
  work: (sql: Sql) => Promise<void>,
): Promise<void> {
  const sql = openPostgres(database.url, options);
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}

it.each([{ isShared: false }, { isShared: true }])(
  'plans a prepared statement anew when its table has changed: %j',
  async (kind) => {
    await using({ max: 1, isPrepared: true, ...kind }, async (sql) => {
      await sql`CREATE TABLE IF NOT EXISTS changing (a integer)`;
      const read = () => sql`SELECT * FROM changing WHERE a > ${0} OR true`;
      expect(await read()).toEqual([]);
      await sql`ALTER TABLE changing ADD COLUMN b text`;
      await sql`INSERT INTO changing VALUES (1, 'x')`;
      expect(await Promise.all([read(), read()])).toEqual([[{ a: 1, b: 'x' }], [{ a: 1, b: 'x' }]]);
      await sql`DROP TABLE changing`;
    });
  },
);

it('fails a transaction when a statement that nobody awaited has failed', async () => {
  await using({ max: 1 }, async (sql) => {
    const work = sql.begin(async (tx) => {
      await tx`CREATE TABLE never (a integer)`;
      void tx`SELECT 1 / 0`.catch(() => {});
    });
    await expect(work).rejects.toMatchObject({ code: '22012' });
    expect(await sql`SELECT to_regclass('never') AS name`).toEqual([{ name: null }]);
  });
});

it('rolls back a transaction whose work fails, and continues', async () => {
  await using({ max: 1 }, async (sql) => {
    const work = sql.begin('isolation level repeatable read', async (tx) => {
      await tx`CREATE TABLE undone (a integer)`;
      expect(await tx`SHOW transaction_isolation`).toEqual([
        { transaction_isolation: 'repeatable read' },
      ]);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await sql`SELECT to_regclass('undone') AS name`).toEqual([{ name: null }]);
  });
});

it('answers each of many statements on one connection with its own rows, even after one that fails', async () => {
  await using({ max: 1, isShared: true, isPrepared: true }, async (sql) => {
    const answers = await Promise.allSettled(
      Array.from(
        { length: 50 },
        (_, n) => sql`SELECT ${n}::integer / (${n}::integer - 25) AS x, ${n}::integer AS n`,
      ),
    );
    for (const [n, answer] of answers.entries()) {
      if (n === 25) expect(answer).toMatchObject({ reason: { code: '22012' } });
      else expect(answer).toMatchObject({ value: [{ n }] });
    }
  });
});

it('listens again when its connection was lost', async () => {
  await using({ max: 1, applicationName: 'listens' }, async (sql) => {
    const heard: string[] = [];
    let began = 0;
    await sql.listen(
      'channel',
      (payload) => heard.push(payload),
      () => {
        began += 1;
      },
    );
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`;
    await expect.poll(() => began).toBe(2);
    await sql`SELECT pg_notify('channel', 'after')`;
    await expect.poll(() => heard).toEqual(['after']);
  });
});

it('reads ids and their arrays as numbers', async () => {
  await using({ max: 1 }, async (sql) => {
    expect(
      await sql`SELECT 9007199254740991::bigint AS id, ARRAY[1, NULL, 3]::bigint[] AS ids, ARRAY['a,b', NULL] AS texts`,
    ).toEqual([{ id: 9_007_199_254_740_991, ids: [1, null, 3], texts: ['a,b', null] }]);
    expect(await sql`SELECT ${[1, 2]}::bigint[] AS ids, ${['a"b', 'c']}::text[] AS texts`).toEqual([
      { ids: [1, 2], texts: ['a"b', 'c'] },
    ]);
  });
});

it('cuts off active statements when it has to end', async () => {
  const sql = openPostgres(database.url, { max: 1 });
  const slow = sql`SELECT pg_sleep(60)`;
  slow.catch(() => {});
  await sql.end({ timeout: 0.2 });
  await expect(slow).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
});
