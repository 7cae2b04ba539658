import { answer } from '@tests/factories/answer';
import { claimUpTo } from '@tests/factories/claims';
import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishEvents } from '@/server/services/publish/publish-events';
import { dispatchEvents } from '../dispatch/dispatch-events';
import type { Claimed } from './claim';
import { record } from './recorder';

const database = useDatabase();
const CLAIMERS = 6;
const EVENTS = 240;
const FEW = { events: 50, deliveries: 100 };
const CAPACITY = { quick: 200, slow: 200, bytes: 1e6, hooks: 40, quickFull: [], slowFull: [] };
let world: World;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());

type Slot = { limit: number; isInOrder: boolean; held: Set<number>; delivered: number[] };

/** Checks the rules that every claim must obey while others claim, record and dispatch at the same time. */
class Referee {
  readonly problems: string[] = [];
  private readonly attempts = new Set<string>();
  constructor(private readonly slots: Map<number, Slot>) {}

  taken({ hookId, deliveryId, attempt }: Claimed): void {
    const slot = this.slots.get(hookId);
    if (slot === undefined) return;
    const key = `${deliveryId}/${attempt}`;
    if (this.attempts.has(key)) this.problems.push(`attempt ${key} was claimed twice`);
    this.attempts.add(key);
    if (slot.held.has(deliveryId)) this.problems.push(`${deliveryId} was claimed while in flight`);
    slot.held.add(deliveryId);
    if (slot.held.size > slot.limit)
      this.problems.push(`hook ${hookId} had ${slot.held.size} in flight`);
    const last = slot.delivered.at(-1) ?? 0;
    if (slot.isInOrder && deliveryId < last)
      this.problems.push(`hook ${hookId}: ${deliveryId} after ${last}`);
  }

  /** Must be called before the result is recorded, because after that others may take the slot. */
  finished({ hookId, deliveryId }: Claimed, isDelivered: boolean): void {
    const slot = this.slots.get(hookId);
    slot?.held.delete(deliveryId);
    if (isDelivered) slot?.delivered.push(deliveryId);
  }
}

it('claims nothing twice, exceeds no limit, keeps order, and leaves nothing asleep', async () => {
  const { companyId, projectId } = await insertCompany(world);
  const slots = new Map<number, Slot>();
  for (let i = 0; i < 8; i += 1) {
    const isInOrder = i % 2 === 0;
    const limit = isInOrder ? 1 : i;
    const { hookId } = await insertHook(world, {
      companyId,
      projectId,
      destinationUrl: 'http://127.0.0.1:9/',
      deliveryMode: isInOrder ? 'in_order' : 'parallel',
      maxInFlight: limit,
    });
    slots.set(hookId, { limit, isInOrder, held: new Set(), delivered: [] });
  }
  const referee = new Referee(slots);
  const expected = EVENTS * slots.size;
  const delivered = () => [...slots.values()].reduce((sum, slot) => sum + slot.delivered.length, 0);

  const register = async (name: string) => {
    const [row] = await world.db.engine<
      { id: number }[]
    >`SELECT gancho.register_worker(${name}) AS id`;
    return row?.id ?? 0;
  };

  async function settle(worker: number, claimed: readonly Claimed[]): Promise<void> {
    for (const one of claimed) referee.taken(one);
    const results = claimed.map((one) => {
      const isSuccess = Math.random() < 0.8;
      referee.finished(one, isSuccess);
      return { claimed: one, record: answer(isSuccess ? 'success' : 'failure') };
    });
    await record(world.db.engine, worker, results);
  }

  let claimedAtOnce = 0;
  /** Dispatches, and claims a few of the new deliveries in the same call. */
  async function dispatchAndClaim(worker: number) {
    const order = { capacity: CAPACITY, timeoutMax: 30 };
    const batch = await dispatchEvents(world.db, FEW, { worker, order });
    claimedAtOnce += batch.claimed.length;
    if (batch.claimed.length > 0) await settle(worker, batch.claimed);
    return batch;
  }

  async function publisher(): Promise<void> {
    const worker = await register('racer at dispatch');
    for (let i = 0; i < EVENTS; i += 20) {
      const events = Array.from({ length: 20 }, (_, n) => ({
        resource_name: 'RFIs',
        resource_id: String(i + n),
        event_type: 'create' as const,
        project_id: projectId,
      }));
      await publishEvents({ ctx: world.ctx, input: { companyId, body: JSON.stringify(events) } });
      await Promise.all([dispatchAndClaim(worker), dispatchEvents(world.db, FEW)]);
    }
    while ((await dispatchAndClaim(worker)).events > 0);
  }

  async function claimer(name: string): Promise<void> {
    const worker = await register(name);
    while (delivered() < expected && referee.problems.length === 0) {
      const claimed = await claimUpTo(world.db.engine, worker, { quick: 7 });
      if (claimed.length === 0) {
        // Failed deliveries wait for their backoff. Nothing else may keep a hook from being claimed.
        for (const hookId of slots.keys()) {
          await world.db.engine`SELECT gancho.resume_hook(${hookId}::bigint)`;
        }
        continue;
      }
      await settle(worker, claimed);
    }
  }

  /** Disables and enables hooks, so that their states change while others use them. */
  async function operator(): Promise<void> {
    const ids = [...slots.keys()];
    for (let i = 0; delivered() < expected && referee.problems.length === 0; i += 1) {
      for (const status of ['disabled', 'active']) {
        await world.db.engine.begin(async (tx) => {
          const hookId = ids[i % ids.length] ?? 0;
          const reason = status === 'disabled' ? 'admin' : null;
          await tx`SELECT gancho.lock_hook(${hookId}::bigint)`;
          await tx`UPDATE gancho.hooks SET status = ${status}, disabled_reason = ${reason} WHERE id = ${hookId}`;
          await tx`SELECT gancho.sync_hook_queue(${hookId}::bigint)`;
        });
      }
    }
  }

  await Promise.all([
    publisher(),
    operator(),
    ...Array.from({ length: CLAIMERS }, (_, i) => claimer(`racer ${i}`)),
  ]);

  expect(referee.problems).toEqual([]);
  expect(claimedAtOnce).toBeGreaterThan(0);
  expect(delivered()).toBe(expected);
  const [left] = await asEngine(
    world.db,
    (tx) => tx<Record<string, number>[]>`
      SELECT (SELECT count(*)::int FROM gancho.queue) AS rows, sum(in_flight)::int AS in_flight,
        count(*) FILTER (WHERE next_at < 'infinity')::int AS awake,
        (SELECT count(*)::int FROM gancho.deliveries WHERE status <> 'delivered') AS unfinished,
        (SELECT count(*)::int FROM gancho.attempts WHERE outcome = 'unknown') AS interrupted
      FROM gancho.hook_queue`,
  );
  expect({ ...left }).toEqual({
    rows: 0,
    in_flight: 0,
    awake: 0,
    unfinished: 0,
    interrupted: 0,
  });
  const [counts] = await asEngine(
    world.db,
    (tx) => tx<{ queued: number; retrying: number; delivered: number }[]>`
      SELECT sum(queued)::int AS queued, sum(retrying)::int AS retrying, sum(delivered)::int AS delivered FROM gancho.delivery_counts`,
  );
  expect({ ...counts }).toEqual({ queued: 0, retrying: 0, delivered: expected });
});
