import { claimUpTo } from '@tests/factories/claims';
import { createTestEngine } from '@tests/factories/engine';
import { silentLog } from '@tests/factories/silent-log';
import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useBackupStage } from '@tests/support/backup-stage';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '@/server/db/migrate';
import { purge } from '@/server/engine/maintenance/purge';

const stage = useBackupStage();
const secretKey = Buffer.alloc(32, 'backup');
let source: string;
let receiver: Receiver;
const worlds: World[] = [];

beforeEach(async () => {
  source = await stage.make();
  await migrate({ url: source });
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.close();
  for (const { db } of worlds.splice(0)) await db.close();
});

function open(url: string): World {
  const world = createWorld(url, secretKey);
  worlds.push(world);
  return world;
}

/** The number of arrivals of each event. */
const arrivals = () => {
  const counts: Record<string, number> = {};
  for (const { body } of receiver.requests) {
    const { resource_id: id } = JSON.parse(body.toString('utf8')) as { resource_id: string };
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
};

it('continues to deliver: what was in flight at once and again, what was queued, and nothing that had arrived', async () => {
  const old = open(source);
  const tenant = await insertCompany(old);
  await insertHook(old, { ...tenant, destinationUrl: receiver.url });
  const first = createTestEngine(old);
  await first.publish(tenant, [1, 2]);
  await first.dispatch();
  await first.publish(tenant, [3, 4, 5, 6]);
  await first.dispatchOnly();
  await first.publish(tenant, [7]);
  const [worker] = await old.db.engine<
    { id: number }[]
  >`SELECT gancho.register_worker('lost') AS id`;
  const held = await claimUpTo(old.db.engine, worker?.id ?? 0, { quick: 2 });
  expect(held).toHaveLength(2);

  const target = await stage.make();
  await stage.restore(await stage.backUp(source), target);
  await first.close();
  const world = open(target);
  const rows = await asEngine(
    world.db,
    (tx) => tx<{ n: number }[]>`
      SELECT count(*)::integer AS n FROM gancho.queue WHERE worker IS NULL AND due_at <= clock_timestamp()`,
  );
  expect(rows[0]?.n).toBe(4);
  const engine = createTestEngine(world);
  await engine.dispatch();
  expect(arrivals()).toEqual({ 1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1 });
  const attempts = await asEngine(
    world.db,
    (tx) => tx<{ delivery_id: number; outcomes: string[] }[]>`
      SELECT delivery_id, array_agg(outcome ORDER BY n) AS outcomes FROM gancho.attempts GROUP BY 1 ORDER BY 1`,
  );
  const unknown = attempts.filter(({ outcomes }) => outcomes[0] === 'unknown');
  expect(unknown.map(({ delivery_id }) => delivery_id)).toEqual(
    held.map(({ deliveryId }) => deliveryId).sort((a, b) => a - b),
  );
  for (const { outcomes } of attempts) expect(outcomes.at(-1)).toBe('success');
  const purged = await purge(world.db, { retentionDays: 28, log: silentLog });
  expect(purged).toMatchObject({ refused: null, partitionsDropped: 0 });
  await engine.close();
});

it('loses nothing that was accepted before the snapshot, under traffic that does not pause', async () => {
  const old = open(source);
  const tenant = await insertCompany(old);
  await insertHook(old, { ...tenant, destinationUrl: receiver.url });
  const busy = createTestEngine(old);
  let isPublishing = true;
  let isDelivering = true;
  let accepted = 0;
  const publishing = (async () => {
    while (isPublishing) {
      await busy.publish(tenant, [accepted + 1, accepted + 2, accepted + 3]);
      accepted += 3;
      // Few deliveries wait, so all arrive before the test ends.
      await receiver.waitFor(Math.max(1, accepted - 100));
    }
  })();
  const delivering = (async () => {
    while (isDelivering) await busy.dispatch();
  })();
  await receiver.waitFor(30);
  const acceptedBefore = accepted;
  const path = await stage.backUp(source);
  isPublishing = false;
  // It may wait for deliveries.
  await publishing;
  isDelivering = false;
  await delivering;
  await busy.close();

  const target = await stage.make();
  await stage.restore(path, target);
  const world = open(target);
  await asEngine(world.db, async (tx) => {
    const [torn] = await tx<{ counts: number; queued: number; without: number }[]>`
      SELECT
        (SELECT count(*)::integer FROM gancho.delivery_counts c WHERE (c.queued, c.retrying, c.delivered) <> (
          SELECT count(*) FILTER (WHERE status = 'queued'), count(*) FILTER (WHERE status = 'retrying'),
            count(*) FILTER (WHERE status = 'delivered') FROM gancho.deliveries WHERE id >> 37 = c.day)) AS counts,
        (SELECT count(*)::integer FROM gancho.deliveries d FULL JOIN gancho.queue q ON q.delivery_id = d.id
          WHERE (d.finished_at IS NULL) <> (q.delivery_id IS NOT NULL)) AS queued,
        (SELECT count(*)::integer FROM gancho.deliveries d WHERE NOT EXISTS (
          SELECT FROM gancho.events e WHERE e.id = d.event_id)) AS without`;
    expect(torn).toEqual({ counts: 0, queued: 0, without: 0 });
  });
  const engine = createTestEngine(world);
  await engine.dispatch();
  await engine.close();
  const delivered = await asEngine(
    world.db,
    (tx) => tx<{ id: string }[]>`
      SELECT resource_id AS id FROM gancho.deliveries WHERE status = 'delivered'`,
  );
  const seen = new Set(delivered.map(({ id }) => Number(id)));
  for (let n = 1; n <= acceptedBefore; n += 1) expect(seen, `event ${n}`).toContain(n);
  expect(Object.keys(arrivals()).map(Number)).toEqual(expect.arrayContaining([...seen]));
  const left = await asEngine(world.db, (tx) => tx`SELECT FROM gancho.queue`);
  expect(left).toHaveLength(0);
});
