import { ownClock } from '@tests/factories/own-clock';
import { silentLog } from '@tests/factories/silent-log';
import { useDatabase } from '@tests/support/database';
import { createLocalBus } from '@tests/support/local-bus';
import { afterEach, describe, expect, it } from 'vitest';
import { openPostgres } from '@/server/db/driver';
import { createInngestRuntime } from '../create-runtime';
import { createPostgresBus } from './bus';
import { createEmbeddedWorker, type WorkerEngine } from './embedded-worker';

const database = useDatabase();
const secretKey = Buffer.alloc(32, 9);
const stops: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

function createServices() {
  const calls: string[] = [];
  const none = { hasUndispatched: false, hasDue: false, hasRedeliveries: false };
  const pending = { ...none, hasSilent: false };
  const note = <Result>(name: string, result: Result) => {
    calls.push(name);
    return Promise.resolve(result);
  };
  const nothing = { dispatched: 0, attempted: 0, nextDueAt: null, hasMore: false };
  const services: WorkerEngine = {
    dispatchAndDeliver: () => note('dispatch', nothing),
    deliver: () => note('deliver', nothing),
    sweep: () => note('sweep', none),
    recover: async () => ({ hasMore: false }),
    purge: () => note('purge', {}),
    notifyHealthChanges: (changes) =>
      note(`notify ${changes.map(({ hookId }) => hookId)}`, undefined),
    findWork: async () => ({ ...pending }),
  };
  return { services, calls, pending };
}

const createPgBus = (url = database.url) =>
  createPostgresBus({
    connect: (applicationName) => openPostgres(url, { max: 1, applicationName }),
    clock: ownClock,
    log: silentLog,
  });

describe('an embedded worker', () => {
  it('sweeps and purges as it starts, and wakes when another process announces', async () => {
    const { services, calls } = createServices();
    const worker = createEmbeddedWorker({
      secretKey,
      bus: createPgBus(),
      budgetMs: 1,
      clock: ownClock,
      ownClock,
      onEventsRecorded: () => calls.push('ring'),
      log: silentLog,
    });
    stops.push(() => worker.stop({ graceMs: 1000 }));
    await worker.start(services);
    await expect
      .poll(() => calls)
      .toEqual(expect.arrayContaining(['sweep', 'purge', 'dispatch', 'deliver']));
    calls.length = 0;

    const bus = createPgBus();
    stops.push(() => bus.close());
    const settings = { mode: 'embedded', secretKey, bus } as const;
    const web = createInngestRuntime({
      settings,
      budgetMs: 1,
      clock: ownClock,
      log: silentLog,
    });
    web.announcer.announce('gancho/events.recorded');
    await expect.poll(() => calls).toEqual(['ring', 'dispatch']);
    await web.client.send({
      name: 'gancho/hooks.health_changed',
      data: { changes: [{ hookId: 4, companyId: 1 }] },
    });
    await expect.poll(() => calls).toEqual(['ring', 'dispatch', 'notify 4']);
  });

  it('finds work that nobody announced', async () => {
    const { services, calls, pending } = createServices();
    const worker = createEmbeddedWorker({
      secretKey,
      bus: createLocalBus(),
      budgetMs: 1,
      clock: ownClock,
      ownClock,
      onEventsRecorded: () => calls.push('ring'),
      log: silentLog,
    });
    stops.push(() => worker.stop({ graceMs: 1000 }));
    await worker.start(services);
    pending.hasDue = true;
    await expect.poll(() => calls).toContain('deliver');
    pending.hasDue = false;
    calls.length = 0;
    pending.hasSilent = true;
    await expect.poll(() => calls).toEqual(['sweep']);
  });

  it('works while the database that it listens on is unavailable', async () => {
    const { services, calls } = createServices();
    const bus = createPgBus('postgres://127.0.0.1:1/none');
    const worker = createEmbeddedWorker({
      secretKey,
      bus,
      budgetMs: 1,
      clock: ownClock,
      ownClock,
      onEventsRecorded: () => {},
      log: silentLog,
    });
    stops.push(() => worker.stop({ graceMs: 1000 }));
    await worker.start(services);
    await expect.poll(() => calls).toContain('sweep');
  });
});
