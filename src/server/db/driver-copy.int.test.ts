import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { useDatabase } from '@tests/support/database';
import { expect, it } from 'vitest';
import { openPostgres } from './driver';

const database = useDatabase();

/** The driver as it is released never answers here: see vendor/postgres/README.md. */
it('fails a COPY that the server refuses at its end', async () => {
  const sql = openPostgres(database.url, { max: 1 });
  const copying = sql.begin(async (tx) => {
    await tx`CREATE TEMP TABLE parents (id integer PRIMARY KEY)`;
    await tx`CREATE TEMP TABLE children (parent integer REFERENCES parents)`;
    await pipeline(
      Readable.from([Buffer.from('1\n')]),
      await tx`COPY children FROM STDIN`.writable(),
    );
  });
  await expect(copying).rejects.toMatchObject({ code: '23503' });
  expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  await sql.end();
});
