import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hookSecrets, hooks, triggers } from '@/server/db/schema';
import { createEngine } from '@/server/engine/create-engine';
import { Pump } from '@/server/engine/delivery/pump';
import { newSigningSecret } from '@/server/gateways/hashing';
import { createSender, type Sender } from '@/server/gateways/sender/sender';
import { sealSigningSecret } from '@/server/services/hooks/hook-secrets';
import { publishEvents } from '@/server/services/publish/publish-events';

/** Short, to keep the test short. On a serverless host it is 50 s of the 60 that a call may take. */
const BUDGET_MS = 12_000;
const HOOKS = 1000;
/** More than can be tried in that time, so there is always a due delivery. */
const EVENTS = 8;

const database = useDatabase();
let world: World;
let sender: Sender;
let receiver: Receiver;

beforeAll(async () => {
  world = createWorld(database.url);
  sender = createSender({
    version: '0',
    allowedPrivateCidrs: ['127.0.0.0/8'],
    maxConnectionsPerOrigin: 2048,
  });
  receiver = await startReceiver({ respond: { mode: 'never' } });
});
afterAll(async () => {
  await receiver.close();
  await sender.close();
  await world.db.close();
});

const sealed = (companyId: number, id: number) =>
  sealSigningSecret(world.services.secretBox, { companyId, id }, newSigningSecret());

/** One insert per table, because a thousand calls of the factory would take longer than the test. */
async function insertSilentHooks(companyId: number, projectId: number): Promise<void> {
  const { hookId } = await insertHook(world, {
    companyId,
    projectId,
    destinationUrl: `${receiver.url}/0`,
    timeoutSeconds: 1,
    maxInFlight: 1,
  });
  const likeIt = (id: number) => ({ companyId, hookId: id });
  await world.db.asSystem(async (tx) => {
    const [first] = await tx.select().from(hooks).where(eq(hooks.id, hookId));
    if (first === undefined) throw new Error('no hook was inserted');
    const { id: _, ...columns } = first;
    const copies = Array.from({ length: HOOKS - 1 }, (_, index) => ({
      ...columns,
      destinationUrl: `${receiver.url}/${index + 1}`,
    }));
    const made = await tx.insert(hooks).values(copies).returning({ id: hooks.id });
    await tx
      .insert(hookSecrets)
      .values(made.map(({ id }) => ({ ...likeIt(id), secretSealed: sealed(companyId, id) })));
    await tx.insert(triggers).values(
      made.map(({ id }) => ({
        ...likeIt(id),
        projectId,
        resourceName: 'RFIs',
        eventType: 'create' as const,
      })),
    );
    await tx.execute(sql`SELECT gancho.sync_hook_queue(id) FROM gancho.hooks ORDER BY id`);
  });
}

it('ends within its budget although 1,000 endpoints never answer, with every result recorded', async () => {
  const { companyId, projectId } = await insertCompany(world);
  await insertSilentHooks(companyId, projectId);
  await publishEvents({
    ctx: world.ctx,
    input: {
      companyId,
      body: JSON.stringify(
        Array.from({ length: EVENTS }, (_, index) => ({
          resource_name: 'RFIs',
          resource_id: String(index),
          event_type: 'create' as const,
          project_id: projectId,
        })),
      ),
    },
  });
  await world.db.engine`SELECT gancho.dispatch(100, 10000)`;
  const pump = new Pump({
    ...world.services,
    sender,
    workerName: 'serverless',
    onHealthChange: () => {},
  });
  const settings = { ...world.services.settings, engine: 'inngest' as const };
  const engine = createEngine({ ...world.services, settings }, pump);

  const begin = performance.now();
  const run = await engine.deliver({ budgetMs: BUDGET_MS });
  const lastedMs = performance.now() - begin;
  // The state at the moment of the return, because nothing runs after it on a serverless host.
  const [left] = await asEngine(
    world.db,
    (tx) => tx<{ held: number; live: number; in_flight: number; attempts: number }[]>`
      SELECT count(*) FILTER (WHERE worker IS NOT NULL)::int AS held, count(*)::int AS live,
        (SELECT sum(in_flight)::int FROM gancho.hook_queue) AS in_flight,
        (SELECT count(*)::int FROM gancho.attempts) AS attempts
      FROM gancho.queue`,
  );
  expect(lastedMs).toBeLessThan(BUDGET_MS);
  expect(new Set(receiver.requests.map(({ path }) => path)).size).toBe(HOOKS);
  expect({ ...left }).toEqual({
    held: 0,
    live: HOOKS * EVENTS,
    in_flight: 0,
    attempts: run.attempted,
  });
  // A later run continues with the rest.
  expect(run.hasMore || run.nextDueAt !== null).toBe(true);
  await pump.close();
});
