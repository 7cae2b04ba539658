import { createTestEngine } from '@tests/factories/engine';
import { asEngine, createWorld, insertCompany, insertHook, TEST_KEY } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { startReceiver } from '@tests/support/receiver';
import { useWorkers } from '@tests/support/worker-process';
import { expect, it } from 'vitest';

/** Ten seconds of silence, one second until somebody checks, three until the second check, and the time to send. */
const BACK_MS = 18_000;

const database = useDatabase();
const workers = useWorkers();

it('another worker sends a killed worker’s deliveries in time, at every minute', async () => {
  const world = createWorld(database.url, TEST_KEY);
  const engine = createTestEngine(world);
  const tenant = await insertCompany(world);
  const receiver = await startReceiver({ respond: { delayMs: 60_000 } });
  await insertHook(world, { ...tenant, destinationUrl: receiver.url, timeoutSeconds: 30 });
  const given = { databaseUrl: database.url, secretKey: TEST_KEY };
  const doomed = await workers.start({ ...given, name: 'doomed' });
  await engine.publish(tenant, [1, 2, 3]);
  await receiver.waitFor(3, 20_000);
  const heir = await workers.start({ ...given, name: 'heir' });

  process.kill(doomed.pid, 'SIGKILL');
  receiver.respondWith({ status: 200 });
  await receiver.waitFor(6, BACK_MS);
  await expect.poll(() => asEngine(world.db, (tx) => tx`SELECT FROM gancho.queue`)).toHaveLength(0);
  const attempts = await asEngine(
    world.db,
    (tx) => tx`SELECT n, outcome, count(*)::int FROM gancho.attempts GROUP BY 1, 2 ORDER BY 1`,
  );
  expect(attempts).toEqual([
    { n: 1, outcome: 'unknown', count: 3 },
    { n: 2, outcome: 'success', count: 3 },
  ]);
  await heir.stop();
  await engine.close();
  await world.db.close();
  await receiver.close();
});
