import { createTestEngine, type TestEngine } from '@tests/factories/engine';
import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { resumeHook } from '@/server/services/hooks';
import { createEngine } from './create-engine';
import { logChange } from './delivery/log-change';
import { Registration } from './delivery/registration';

const database = useDatabase();
let world: World;
let engine: TestEngine;
let receiver: Receiver;
let lines: Record<string, unknown>[];

beforeAll(async () => {
  world = createWorld(database.url);
  world.services.log = {
    ...world.services.log,
    info: (fields) => lines.push({ ...fields }),
  };
  engine = createTestEngine(world);
  receiver = await startReceiver();
});
beforeEach(() => {
  lines = [];
});
afterAll(async () => {
  await engine.close();
  await world.db.close();
  await receiver.close();
});

const eventsNamed = (name: string) => lines.filter(({ event }) => event === name);

describe('one line at info level reports', () => {
  it('that a circuit opened, that a hook is gone, each with hook and company', async () => {
    const tenant = await insertCompany(world);
    const { hookId, companyId } = await insertHook(world, {
      ...tenant,
      destinationUrl: receiver.url,
    });
    receiver.respondWith({ status: 503 });
    await engine.publish(tenant, [1, 2, 3, 4, 5, 6]);
    await engine.dispatch();
    for (const change of engine.changes) logChange(world.services.log, change);
    expect(eventsNamed('circuit_opened')).toEqual([
      {
        event: 'circuit_opened',
        hook_id: hookId,
        company_id: companyId,
        pause_seconds: expect.closeTo(1, 0),
      },
    ]);
  });

  it('that somebody closed a circuit', async () => {
    const tenant = await insertCompany(world);
    const { hookId } = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
    receiver.respondWith({ status: 503 });
    await engine.publish(tenant, [1, 2, 3, 4, 5, 6]);
    await engine.dispatch();
    const input = { ...tenant, hookId };
    await resumeHook({ ctx: { ...world.ctx, log: world.services.log }, input });
    const { companyId } = tenant;
    const line = { event: 'circuit_closed', hook_id: hookId, company_id: companyId };
    expect(eventsNamed('circuit_closed')).toEqual([line]);
    await resumeHook({ ctx: { ...world.ctx, log: world.services.log }, input });
    expect(eventsNamed('circuit_closed')).toHaveLength(1);
  });

  it('whose deliveries were taken over, and how many', async () => {
    const tenant = await insertCompany(world);
    const { hookId } = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
    await engine.publish(tenant, [1, 2]);
    await engine.dispatchOnly();
    const lease = (name: string) =>
      asEngine(world.db, async (tx) => {
        await tx`SELECT gancho.register_worker(${name}::text)`;
        await tx`UPDATE gancho.queue SET worker = (SELECT id FROM gancho.workers WHERE name = ${name}),
            attempt = 1, attempt_started_at = clock_timestamp(), due_at = clock_timestamp() + interval '1 minute'
          WHERE hook_id = ${hookId}`;
      });
    await lease('worker that restarts');
    const registration = new Registration({
      db: world.db,
      log: world.services.log,
      workerName: 'worker that restarts',
    });
    await registration.id();
    expect(eventsNamed('deliveries_taken_over')).toEqual([
      { event: 'deliveries_taken_over', count: 2, workers: ['worker that restarts'] },
    ]);
    lines = [];
    await lease('worker that is gone');
    await asEngine(
      world.db,
      (tx) =>
        tx`UPDATE gancho.workers SET heartbeat_at = clock_timestamp() - interval '1 minute'
           WHERE name = 'worker that is gone'`,
    );
    const pump = {} as Parameters<typeof createEngine>[1];
    // Silence counts from the start of the server, which may have been a moment ago.
    await vi.waitFor(
      async () => {
        await createEngine(world.services, pump).sweep();
        expect(eventsNamed('deliveries_taken_over')).toEqual([
          { event: 'deliveries_taken_over', count: 2, workers: ['worker that is gone'] },
        ]);
      },
      { timeout: PATIENCE_MS, interval: 200 },
    );
  });

  it('how many deliveries were discarded', async () => {
    const tenant = await insertCompany(world);
    const { hookId } = await insertHook(world, { ...tenant, destinationUrl: receiver.url });
    await engine.publish(tenant, [1, 2, 3]);
    await engine.dispatchOnly();
    await asEngine(world.db, (tx) => tx`SELECT gancho.discard_queue(${hookId}, '{}'::jsonb)`);
    const pump = {} as Parameters<typeof createEngine>[1];
    await createEngine(world.services, pump).sweep();
    expect(eventsNamed('deliveries_discarded')).toEqual([
      { event: 'deliveries_discarded', count: 3 },
    ]);
  });
});
