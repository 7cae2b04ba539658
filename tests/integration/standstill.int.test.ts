import { type OutageStage, openOutageStage } from '@tests/support/outage-stage';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** Longer than the silence after which a worker is suspected. */
const STANDS_MS = 12_000;
/** Longer than the standstill and both checks, and shorter than the lease. */
const ANSWERS_MS = 20_000;

let stage: OutageStage;
beforeAll(async () => {
  stage = await openOutageStage({ isPooled: false });
});
afterAll(() => stage.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('a stopped database takes nothing from a live worker', async () => {
  const { receiver } = stage;
  await stage.administer(async (sql) => {
    const look = () => sql<{ released: number; has_suspects: boolean }[]>`
      SELECT released, has_suspects FROM gancho.sweep('embedded')`;
    await sql`UPDATE gancho.hooks SET timeout_seconds = 30`;
    await sql`UPDATE gancho.hook_queue SET timeout_seconds = 30`;
    const [self] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const serverSeconds = async () => {
      const [row] = await sql<{ age: number }[]>`
        SELECT extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())::float8 AS age`;
      return row?.age;
    };
    await expect.poll(serverSeconds).toBeGreaterThan(11);
    receiver.respondWith({ delayMs: ANSWERS_MS });
    await stage.publish();
    await receiver.waitFor(1, 20_000);

    stage.pausePostgres(true);
    await pause(STANDS_MS);
    // The first check. It comes before any heartbeat, because only this one of the server's processes runs yet.
    process.kill(self?.pid ?? 0, 'SIGCONT');
    expect(await look()).toEqual([{ released: 0, has_suspects: true }]);
    stage.pausePostgres(false);
    await pause(3_500);
    expect(await look()).toEqual([{ released: 0, has_suspects: false }]);

    await expect.poll(() => sql`SELECT FROM gancho.queue`, { timeout: ANSWERS_MS }).toHaveLength(0);
    expect(await sql`SELECT n, outcome FROM gancho.attempts`).toEqual([
      { n: 1, outcome: 'success' },
    ]);
  });
  expect(receiver.requests).toHaveLength(1);
});
