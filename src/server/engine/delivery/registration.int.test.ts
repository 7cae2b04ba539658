import { silentLog } from '@tests/factories/silent-log';
import { asEngine, createWorld, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Registration } from './registration';
import { Troubles } from './troubles';

const HOUR_MS = 3_600_000;

const database = useDatabase();
let world: World;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());

function openWorker(workerName: string) {
  const { db } = world;
  return {
    registration: new Registration({ db, log: silentLog, workerName }),
    troubles: new Troubles(db, workerName, silentLog),
  };
}

const workersNamed = (name: string) =>
  asEngine(world.db, (tx) => tx`SELECT id FROM gancho.workers WHERE name = ${name}`);
const troublesOf = (name: string) =>
  asEngine(
    world.db,
    (tx) => tx<{ code: string }[]>`SELECT code FROM gancho.engine_troubles WHERE source = ${name}`,
  ).then((rows) => rows.map(({ code }) => code));
/** Forgets the worker, as a sweep does after an hour of silence. */
async function forget(name: string): Promise<void> {
  await asEngine(
    world.db,
    (tx) =>
      tx`UPDATE gancho.workers SET heartbeat_at = now() - interval '2 hours' WHERE name = ${name}`,
  );
  await world.db.engine`SELECT gancho.sweep('embedded')`;
  expect(await workersNamed(name)).toHaveLength(0);
}

it('a worker that was forgotten comes back under its id before it leases, with its troubles', async () => {
  const { registration, troubles } = openWorker('slept');
  const id = await registration.id();
  registration.refresh(true, HOUR_MS);
  troubles.note('resolver', {});
  await troubles.flush();
  await forget('slept');
  registration.refresh(true, 3 * HOUR_MS);
  expect(await registration.id()).toBe(id);
  expect(await workersNamed('slept')).toEqual([{ id }]);
  expect(await troublesOf('slept')).toEqual(['resolver']);
});

it('a heartbeat brings back a worker that was forgotten while it holds something', async () => {
  const { registration } = openWorker('frozen');
  const id = await registration.id();
  await forget('frozen');
  registration.startBeating();
  await expect.poll(() => workersNamed('frozen')).toEqual([{ id }]);
  registration.close();
});

it('a new process ends the troubles of the one before it, and keeps what it noted itself', async () => {
  const { registration, troubles } = openWorker('restarts');
  // The previous process noted both. This process noted the second one again before the database had registered it.
  troubles.note('file_limit', {});
  troubles.note('clock_skew', { seconds: 300 });
  await troubles.flush();
  await asEngine(
    world.db,
    (tx) =>
      tx`UPDATE gancho.engine_troubles SET since = now() - interval '1 hour',
           seen_at = CASE WHEN code = 'file_limit' THEN now() - interval '1 hour' ELSE seen_at END`,
  );
  await registration.id();
  expect(await troublesOf('restarts')).toEqual(['clock_skew']);
});
