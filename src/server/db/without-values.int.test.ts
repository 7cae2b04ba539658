import { inspect } from 'node:util';
import { createWorld, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PostgresError } from '@/server/db/driver-error';
import { isDriverFailure } from './driver-failure';

const database = useDatabase();
const CANARY = 'canary-of-a-value';
let world: World;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());

const WAYS: Record<string, () => Promise<unknown>> = {
  'the engine': async () => world.db.engine`SELECT ${CANARY}::text::bigint`,
  'the engine, with text': async () => world.db.engine.unsafe('SELECT $1::text::bigint', [CANARY]),
  'the engine, of a value that cannot be sent': async () =>
    world.db.engine`SELECT ${CANARY}::text, ${undefined as never}::text`,
  'the pipe': async () => world.db.pipe`SELECT ${CANARY}::text::bigint`,
  'a transaction of the engine': () =>
    world.db.engine.begin((tx) => tx`SELECT ${CANARY}::text::bigint`),
  'a call': () => world.db.call((engine) => engine`SELECT ${CANARY}::text::bigint`),
  'a tenant': () => world.db.asTenant(1, (tx) => tx.execute(sql`SELECT ${CANARY}::text::bigint`)),
  'the system': () => world.db.asSystem((tx) => tx.execute(sql`SELECT ${CANARY}::text::bigint`)),
  'a request': () =>
    world.db.forRequest().asSystem((tx) => tx.execute(sql`SELECT ${CANARY}::text::bigint`)),
  'a row that breaks a rule': () =>
    world.db.asSystem((tx) =>
      tx.execute(
        sql`INSERT INTO gancho.companies (name) VALUES (${` ${CANARY}`.padEnd(300, '.')})`,
      ),
    ),
  'a service that wraps it': () =>
    world.db.asSystem((tx) =>
      tx.execute(sql`SELECT ${CANARY}::text::bigint`).catch((cause: unknown) => {
        throw new Error('wrapped', { cause });
      }),
    ),
};

describe('a statement that fails', () => {
  it.each(Object.keys(WAYS))('does not reveal its values: %s', async (way) => {
    const error: unknown = await WAYS[way]?.().then(
      () => null,
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(Error);
    const all = inspect(error, { showHidden: true, depth: 10, maxStringLength: null });
    expect(all).not.toContain('canary');
    expect(`${error}`).not.toContain('canary');
  });

  it('is recognized as before', async () => {
    const error: unknown = await world.db.engine`SELECT ${CANARY}::text::bigint`.catch(
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(PostgresError);
    expect(error).toMatchObject({ code: '22P02', name: 'PostgresError' });
    expect(isDriverFailure(error)).toBe(true);
    expect((error as Error).stack).toContain('without-values.int.test.ts');
  });
});
