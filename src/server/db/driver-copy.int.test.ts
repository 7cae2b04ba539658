import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { useDatabase } from '@tests/support/database';
import { expect, it } from 'vitest';
import { openPostgres } from './driver';

const database = useDatabase();

it('reads more rows than a stream keeps, and answers the next statement', async () => {
  const sql = openPostgres(database.url, { max: 1, isPipelined: false });
  await sql.begin(async (tx) => {
    const text = "COPY (SELECT repeat('x', 100) FROM generate_series(1, 400)) TO STDOUT";
    const rows = tx.copyOut(text);
    let bytes = 0;
    for await (const chunk of rows) bytes += (chunk as Buffer).length;
    expect(bytes).toBe(400 * 101);
    expect(await tx`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });
  await sql.end();
});

it('fails a COPY that the server refuses at its end', async () => {
  const sql = openPostgres(database.url, { max: 1, isPipelined: false });
  const copying = sql.begin(async (tx) => {
    await tx`CREATE TEMP TABLE parents (id integer PRIMARY KEY)`;
    await tx`CREATE TEMP TABLE children (parent integer REFERENCES parents)`;
    const rows = Readable.from([Buffer.from('1\n')]);
    await pipeline(rows, tx.copyIn('COPY children FROM STDIN'));
  });
  await expect(copying).rejects.toMatchObject({ code: '23503' });
  expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  await sql.end();
});
