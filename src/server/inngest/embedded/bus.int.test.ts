import { ownClock } from '@tests/factories/own-clock';
import { silentLog } from '@tests/factories/silent-log';
import { useDatabase } from '@tests/support/database';
import { afterEach, describe, expect, it } from 'vitest';
import { openPostgres } from '@/server/db/driver';
import { type Bus, createPostgresBus } from './bus';
import type { EngineEvent } from './event';

const database = useDatabase();
const connect = (applicationName: string) =>
  openPostgres(database.url, { max: 1, applicationName });
const open: Bus[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((bus) => bus.close()));
});

function createBus(): Bus {
  const bus = createPostgresBus({ connect, clock: ownClock, log: silentLog });
  open.push(bus);
  return bus;
}

async function listenOn(bus: Bus) {
  const heard: EngineEvent[] = [];
  await bus.subscribe((event) => heard.push(event));
  return heard;
}

const countOf = (heard: EngineEvent[], name: string) =>
  heard.filter((event) => event.name === name).length;

describe('the bus over Postgres', () => {
  it('carries a wake-up to every worker', async () => {
    const [web, one, two] = [createBus(), createBus(), createBus()];
    const heard = [await listenOn(one), await listenOn(two)];
    web.publish({ name: 'x' });
    for (const events of heard) await expect.poll(() => events).toContainEqual({ name: 'x' });
  });

  it('coalesces a burst, and the last of it is heard', async () => {
    const [web, worker] = [createBus(), createBus()];
    const heard = await listenOn(worker);
    for (let i = 0; i < 500; i += 1) web.publish({ name: 'x', ts: Date.now() });
    web.publish({ name: 'end' });
    await expect.poll(() => countOf(heard, 'x')).toBe(2);
    await web.close();
    expect(countOf(heard, 'x')).toBe(2);
  });

  it('carries data, ids and future times', async () => {
    const [web, worker] = [createBus(), createBus()];
    const heard = await listenOn(worker);
    const events = [
      { name: 'health', data: { hookId: 1, companyId: 2 }, id: 'once' },
      { name: 'later', ts: Date.now() + 3_600_000 },
    ];
    for (const event of events) web.publish(event);
    for (const event of events) await expect.poll(() => heard).toContainEqual(event);
  });

  it('listens again when its connection was cut, and sends a wake-up for missed events', async () => {
    const [web, worker] = [createBus(), createBus()];
    const heard = await listenOn(worker);
    heard.length = 0;
    const admin = openPostgres(database.url, { max: 1 });
    await admin`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'gancho listen'`;
    await admin.end();
    await expect.poll(() => countOf(heard, 'gancho/events.recorded')).toBe(1);
    web.publish({ name: 'x' });
    await expect.poll(() => heard).toContainEqual({ name: 'x' });
  });
});
