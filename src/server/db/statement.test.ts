import { expect, it } from 'vitest';
import { type Compiled, createRunner } from './statement';

function record() {
  const sent: Compiled[] = [];
  const sql = createRunner(async (compiled) => {
    sent.push(compiled);
    return [];
  });
  return { sql, sent };
}

it('numbers the values of a statement and of the parts inside it', async () => {
  const { sql, sent } = record();
  const part = sql`b = ${2} AND ${sql('t.c"d')} = ${null}`;
  await sql`SELECT ${1} WHERE ${part} LIMIT ${3}`;
  expect(sent).toEqual([
    { text: 'SELECT $1 WHERE b = $2 AND "t"."c""d" = $3 LIMIT $4', values: [1, 2, null, 3] },
  ]);
});

it('sends a statement once, and only when somebody awaits it', async () => {
  const { sql, sent } = record();
  const statement = sql`SELECT 1`;
  expect(sent).toEqual([]);
  await Promise.all([statement, statement.finally(() => {}), statement.catch(() => {})]);
  await sql.unsafe('SELECT $1', ['a']);
  expect(sent).toEqual([
    { text: 'SELECT 1', values: [] },
    { text: 'SELECT $1', values: ['a'] },
  ]);
});

it('refuses a value that is undefined, without repeating the others', async () => {
  const { sql, sent } = record();
  const failed = Promise.resolve().then(() => sql`SELECT ${'secret'}, ${undefined}`);
  await expect(failed).rejects.toThrow('value 2 of a statement is undefined');
  expect(sent).toEqual([]);
});
