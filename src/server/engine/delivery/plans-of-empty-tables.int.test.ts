import { answer } from '@tests/factories/answer';
import { claimUpTo } from '@tests/factories/claims';
import { createTestEngine } from '@tests/factories/engine';
import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EngineSql } from '@/server/db/client';
import type { Claimed } from './claim';
import { record as recordResults } from './recorder';

const database = useDatabase();
const EVENTS = 1500;
const BATCH = 100;
let world: World;
let worker: number;

beforeAll(async () => {
  world = createWorld(database.url);
  const [row] = await world.db.engine<{ id: number }[]>`
    SELECT gancho.register_worker('plans of empty tables') AS id`;
  worker = row?.id ?? 0;
});
afterAll(() => world.db.close());

/** The rows read while `work` runs in a transaction of the one session whose plans the test checks. */
async function readBy(work: (tx: EngineSql) => Promise<unknown>): Promise<number> {
  return (await world.db.pipe.begin(async (given) => {
    const tx = given as unknown as EngineSql;
    const count = async () => {
      const [row] = await tx<{ rows: number }[]>`
        SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::integer AS rows
        FROM pg_stat_xact_user_tables WHERE schemaname = 'gancho'`;
      return row?.rows ?? 0;
    };
    const before = await count();
    await work(tx);
    return (await count()) - before;
  })) as number;
}

const claimSome = (sql: EngineSql) => claimUpTo(sql, worker, { quick: BATCH, bytes: 1e7 });

/** Records each result as a failure, because nothing is sent. */
async function record(sql: EngineSql, claimed: Claimed[]): Promise<void> {
  const results = claimed.map((one) => ({ claimed: one, record: answer('failure') }));
  await recordResults(sql, worker, results);
}

it('plans made while all tables were known to be empty still work when they are not empty', async () => {
  const engine = createTestEngine(world);
  const first = await insertCompany(world);
  await insertHook(world, { ...first, destinationUrl: 'https://one.example/' });
  await world.db.engine`VACUUM ANALYZE`;
  await engine.publish(first, [0]);
  await engine.dispatchOnly();
  await record(world.db.pipe, await claimSome(world.db.pipe));

  const tenant = await insertCompany(world);
  await insertHook(world, { ...tenant, destinationUrl: 'https://two.example/', maxInFlight: 200 });
  for (let from = 0; from < EVENTS; from += 500) {
    await engine.publish(
      tenant,
      Array.from({ length: 500 }, (_, i) => from + i),
    );
    await engine.dispatchOnly();
  }
  let claimed: Claimed[] = [];
  const readByClaim = await readBy(async (tx) => {
    claimed = await claimSome(tx);
  });
  expect(claimed).toHaveLength(BATCH);
  const readByRecord = await readBy((tx) => record(tx, claimed));
  expect({ readByClaim: readByClaim < 6 * BATCH, readByRecord: readByRecord < 6 * BATCH }).toEqual({
    readByClaim: true,
    readByRecord: true,
  });
  await engine.close();
});
