import { assignments } from '@tests/factories/assignments';
import { createTestEngine, type TestEngine } from '@tests/factories/engine';
import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  TEST_KEY,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Far longer than anything here takes while nothing is lost, and far shorter than the shortest lease. */
const LATE_MS = 5_000;
const FLAPPING = 5;
const ROUNDS = 120;
const EACH = 10;

const database = useDatabase();
let world: World;

beforeAll(() => {
  world = createWorld(database.url, TEST_KEY);
});
afterAll(() => world.db.close());

type Tenant = { companyId: number; projectId: number };

/** Starts an endpoint that alternates between 500 and 200 every moment, and sometimes answers 410. */
const startFlapping = () =>
  startReceiver({
    respond: (_request, index) => ({
      status: index % 97 === 96 ? 410 : Math.floor(performance.now() / 50) % 2 === 0 ? 500 : 200,
    }),
  });

async function operate(hookId: number, settings: Record<string, string | number | null>) {
  await world.db.engine.begin(async (tx) => {
    await tx`SELECT gancho.lock_hook(${hookId}::bigint)`;
    await tx`UPDATE gancho.hooks SET ${assignments(tx, settings)}, config_version = config_version + 1 WHERE id = ${hookId}`;
    await tx`SELECT gancho.sync_hook_queue(${hookId}::bigint)`;
  });
  await world.db.engine`SELECT gancho.resume_hook(${hookId}::bigint)`;
}

const SETTINGS = [
  { status: 'disabled', disabled_reason: 'admin' },
  { status: 'active', disabled_reason: null },
  { timeout_seconds: 7 },
  { retry_window_seconds: 3600 },
  { status: 'active', disabled_reason: null },
  { delivery_mode: 'in_order' },
  { delivery_mode: 'parallel' },
];

describe.each([1, 2, 3])('%i workers', (count) => {
  it('send all that they claim, while hooks of another company flap and are edited', async () => {
    const culprit = await insertCompany(world);
    const victim = await insertCompany(world);
    const flapping = await Promise.all(Array.from({ length: FLAPPING }, startFlapping));
    const healthy = await startReceiver();
    const edited: number[] = [];
    for (const { url } of flapping)
      edited.push((await insertHook(world, { ...culprit, destinationUrl: url })).hookId);
    const { hookId } = await insertHook(world, { ...victim, destinationUrl: healthy.url });

    const worlds = Array.from({ length: count }, () => createWorld(database.url, TEST_KEY));
    const engines = worlds.map((own, i) => createTestEngine(own, `worker ${count}.${i}`));
    let isOver = false;
    const work = engines.map(async (engine) => {
      while (!isOver) await engine.dispatch();
    });
    await publishAndOperate(engines[0] as TestEngine, culprit, victim, edited);
    // The test measures how late the deliveries are found, so this wait may time out.
    await healthy.waitFor(ROUNDS * EACH, 60_000).catch(() => {});
    isOver = true;
    await Promise.all(work);
    for (const engine of engines) await engine.close();
    for (const own of worlds) await own.db.close();

    expect(await interrupted()).toBe(0);
    expect(await lateness(hookId)).toMatchObject({ delivered: ROUNDS * EACH, late: 0 });
    expect(new Set(healthy.requests.map(idOf)).size).toBe(healthy.requests.length);
    await closeAll([...flapping, healthy]);
    await asEngine(world.db, (tx) => tx`DELETE FROM gancho.queue`);
  });
});

async function publishAndOperate(
  engine: TestEngine,
  culprit: Tenant,
  victim: Tenant,
  hooks: number[],
) {
  for (let round = 0; round < ROUNDS; round += 1) {
    await engine.publish(culprit, [round]);
    await engine.publish(
      victim,
      Array.from({ length: EACH }, (_, i) => round * EACH + i),
    );
    const settings = SETTINGS[round % SETTINGS.length] ?? {};
    await operate(hooks[round % hooks.length] ?? 0, settings);
  }
}

const idOf = ({ headers }: Receiver['requests'][number]) => headers['webhook-id'];

/** Attempts with an unknown outcome, although no process was killed. */
async function interrupted(): Promise<number> {
  const [row] = await asEngine(
    world.db,
    (tx) => tx<{ n: number }[]>`
      SELECT count(*)::int AS n FROM gancho.attempts WHERE outcome = 'unknown'`,
  );
  return row?.n ?? 0;
}

async function lateness(hookId: number) {
  const [row] = await asEngine(
    world.db,
    (tx) => tx<{ delivered: number; late: number }[]>`
      SELECT count(*) FILTER (WHERE status = 'delivered')::int AS delivered,
        count(*) FILTER (WHERE finished_at > created_at + make_interval(secs => ${LATE_MS / 1000}))::int AS late
      FROM gancho.deliveries WHERE hook_id = ${hookId}`,
  );
  return row;
}

const closeAll = (receivers: Receiver[]) => Promise.all(receivers.map((one) => one.close()));
