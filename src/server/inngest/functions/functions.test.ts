import { describe, expect, it } from 'vitest';
import { createHarness } from '../../../../tests/support/inngest-harness';
import type { InngestClient } from '../client';
import { deliveriesDue, eventsRecorded, redeliveriesDue } from '../events';
import type { Engine } from './engine';
import { createFunctions } from './index';

const idle: Engine = {
  dispatchAndDeliver: async () => ({
    dispatched: 0,
    attempted: 0,
    nextDueAt: null,
    hasMore: false,
  }),
  deliver: async () => ({ attempted: 0, nextDueAt: null, hasMore: false }),
  sweep: async () => ({ hasUndispatched: false, hasDue: false, hasRedeliveries: false }),
  recover: async () => ({ hasMore: false }),
  purge: async () => ({}),
  notifyHealthChanges: async () => {},
};

function createFixture(engine: Partial<Engine>, runAtStart: string[] = []) {
  const calls: unknown[] = [];
  const given = { ...idle, ...engine };
  // A minute may begin during a test and start cron runs that the test did not request.
  const isAskedFor = (id: string) => runAtStart.includes(id);
  const recorded: Engine = {
    dispatchAndDeliver: (input) => {
      calls.push(['dispatchAndDeliver', input]);
      return given.dispatchAndDeliver(input);
    },
    deliver: (input) => {
      calls.push(['deliver', input]);
      return given.deliver(input);
    },
    sweep: () => {
      if (isAskedFor('gancho-sweep')) calls.push(['sweep']);
      return given.sweep();
    },
    purge: () => {
      if (isAskedFor('gancho-purge')) calls.push(['purge']);
      return given.purge();
    },
    recover: (input) => {
      calls.push(['recover', input]);
      return given.recover(input);
    },
    notifyHealthChanges: (changes) => {
      calls.push(['notifyHealthChanges', changes]);
      return given.notifyHealthChanges(changes);
    },
  };
  const options = { budgetMs: 1234, nowMs: Date.now };
  const define = (client: InngestClient) => createFunctions(client, recorded, options);
  return { ...createHarness(define, { runAtStart }), calls };
}

describe('the functions', () => {
  it('are configured exactly as follows', async () => {
    const { client } = createFixture({});
    const functions = createFunctions(client, idle, { budgetMs: 1, nowMs: Date.now });
    expect(functions.map(({ opts: { name: _name, ...opts } }) => opts)).toEqual([
      { id: 'dispatch', triggers: [eventsRecorded], retries: 4 },
      { id: 'deliver', triggers: [deliveriesDue], retries: 4 },
      { id: 'sweep', triggers: [{ cron: '* * * * *' }], retries: 0 },
      { id: 'purge', triggers: [{ cron: '7 * * * *' }], retries: 2 },
      { id: 'recover', triggers: [redeliveriesDue], retries: 4 },
      {
        id: 'notify',
        triggers: [expect.objectContaining({ name: 'gancho/hooks.health_changed' })],
        retries: 4,
      },
    ]);
  });

  it('dispatch on recorded events, within the budget', async () => {
    const { engine, client, calls, start } = createFixture({});
    await start();
    await client.send({ name: 'gancho/events.recorded' });
    await engine.idle();
    expect(calls).toEqual([['dispatchAndDeliver', { budgetMs: 1234 }]]);
  });

  it('continue until nothing is left', async () => {
    let left = 3;
    const { engine, client, calls, start } = createFixture({
      deliver: async () => {
        left -= 1;
        return { attempted: 1, nextDueAt: null, hasMore: left > 0 };
      },
    });
    await start();
    await client.send({ name: 'gancho/deliveries.due' });
    await expect.poll(() => calls.length).toBe(3);
    await engine.idle();
    expect(left).toBe(0);
    await engine.stop({ graceMs: 0 });
  });

  it('wake deliver when the next delivery is due', async () => {
    const { client, calls, engine, start } = createFixture({
      dispatchAndDeliver: async () => ({
        dispatched: 1,
        attempted: 0,
        nextDueAt: Date.now() + 10,
        hasMore: false,
      }),
    });
    await start();
    await client.send({ name: 'gancho/events.recorded' });
    await expect.poll(() => calls).toContainEqual(['deliver', { budgetMs: 1234 }]);
    await engine.stop({ graceMs: 0 });
  });

  it('notify admins of the hooks whose health changed', async () => {
    const { engine, client, calls, start } = createFixture({});
    await start();
    const changes = [{ hookId: 7, companyId: 3 }];
    await client.send({ name: 'gancho/hooks.health_changed', data: { changes } });
    await engine.idle();
    expect(calls).toEqual([['notifyHealthChanges', changes]]);
  });

  it('announce the work that the sweep found', async () => {
    const found = { hasUndispatched: true, hasDue: true, hasRedeliveries: true };
    const { engine, calls, start } = createFixture({ sweep: async () => found }, ['gancho-sweep']);
    await start();
    await engine.idle();
    const [first, ...announced] = calls;
    expect(first).toEqual(['sweep']);
    // They run concurrently, in any order.
    expect(announced.sort()).toEqual([
      ['deliver', { budgetMs: 1234 }],
      ['dispatchAndDeliver', { budgetMs: 1234 }],
      ['recover', { budgetMs: 1234 }],
    ]);
    await engine.stop({ graceMs: 0 });
  });

  it('purge', async () => {
    const { engine, calls, start } = createFixture({}, ['gancho-purge']);
    await start();
    await engine.idle();
    expect(calls).toEqual([['purge']]);
    await engine.stop({ graceMs: 0 });
  });
});
