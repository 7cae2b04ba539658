import { claimUpTo } from '@tests/factories/claims';
import { asEngine, insertHook } from '@tests/factories/world';
import { useEngineStage } from '@tests/support/engine-stage';
import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { outlook } from './outlook';

const stage = useEngineStage();

beforeAll(async () => {
  // Silence counts from the start of the server, which may have been a moment ago.
  const age = () => stage.world.db.engine<{ seconds: number }[]>`
    SELECT extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())::float8 AS seconds`;
  await vi.waitFor(async () => expect((await age())[0]?.seconds).toBeGreaterThan(10), PATIENCE_MS);
});
afterEach(() => asEngine(stage.world.db, (tx) => tx`DELETE FROM gancho.queue`));

/** Makes a worker that holds one delivery and has been silent for the given seconds. */
async function holding(name: string, silentSeconds: number): Promise<void> {
  const { world, engine, receiver, tenant } = stage;
  await insertHook(world, { ...tenant, destinationUrl: receiver.url });
  await engine.publish(tenant, [1]);
  await engine.dispatchOnly();
  const [worker] = await world.db.engine<{ id: number }[]>`
    SELECT gancho.register_worker(${name}::text) AS id`;
  expect(await claimUpTo(world.db.engine, worker?.id ?? 0, { quick: 10 })).toHaveLength(1);
  await letPass(name, silentSeconds);
}

/** Moves all times noted of the worker into the past by this many seconds. */
const letPass = (name: string, seconds: number) =>
  asEngine(
    stage.world.db,
    (tx) => tx`
      UPDATE gancho.workers SET heartbeat_at = heartbeat_at - make_interval(secs => ${seconds}),
        suspected_at = suspected_at - make_interval(secs => ${seconds})
      WHERE name = ${name}`,
  );

const beat = (name: string) =>
  stage.world.db.engine`
    SELECT gancho.beat_worker((SELECT id FROM gancho.workers WHERE name = ${name}), ${name}::text)`;

async function look() {
  const [row] = await stage.world.db.engine<{ released: number; has_suspects: boolean }[]>`
    SELECT released, has_suspects FROM gancho.sweep('embedded')`;
  return row;
}

const SUSPECTED = { released: 0, has_suspects: true };
const UNSUSPECTED = { released: 0, has_suspects: false };
const RELEASED = { released: 1, has_suspects: false };

it('a worker that is silent at two checks three seconds apart is dead', async () => {
  await holding('dead', 11);
  expect(await look()).toEqual(SUSPECTED);
  await letPass('dead', 1);
  expect(await look()).toEqual(SUSPECTED);
  await letPass('dead', 3);
  expect(await look()).toEqual(RELEASED);
});

it('a worker that sends a heartbeat between two checks is alive, even if it falls silent again', async () => {
  await holding('alive', 11);
  expect(await look()).toEqual(SUSPECTED);
  await beat('alive');
  await letPass('alive', 4);
  expect(await look()).toEqual(UNSUSPECTED);
  await letPass('alive', 7);
  expect(await look()).toEqual(SUSPECTED);
  await letPass('alive', 4);
  expect(await look()).toEqual(RELEASED);
});

it('two checks count as a first check each if the server may have been suspended between them', async () => {
  await holding('suspended', 11);
  expect(await look()).toEqual(SUSPECTED);
  await letPass('suspended', 11);
  expect(await look()).toEqual(SUSPECTED);
  await beat('suspended');
  expect(await look()).toEqual(UNSUSPECTED);
});

it('the poll sees a silent worker until a sweep suspects it, and again if no sweep follows', async () => {
  const hasSilent = async () => (await outlook(stage.world.db)).hasSilent;
  await holding('seen', 2);
  expect(await hasSilent()).toBe(false);
  await letPass('seen', 9);
  expect(await hasSilent()).toBe(true);
  await look();
  expect(await hasSilent()).toBe(false);
  await letPass('seen', 11);
  expect(await hasSilent()).toBe(true);
  await beat('seen');
  expect(await hasSilent()).toBe(false);
});

it('a worker that holds nothing, or whose process came back, is not suspected', async () => {
  await stage.world.db.engine`SELECT gancho.register_worker('idle')`;
  await letPass('idle', 60);
  await holding('restarted', 11);
  await stage.world.db.engine`SELECT gancho.register_worker('restarted')`;
  expect(await look()).toEqual(UNSUSPECTED);
});
