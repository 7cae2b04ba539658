import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { NonRetriableError, RetryAfterError } from 'inngest';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness } from '../../../../tests/support/inngest-harness';

afterEach(() => {
  vi.useRealTimers();
});

/** Timers jump when the test requests it. Between jumps time passes, because the SDK waits on timers too. */
const holdTime = () =>
  vi.useFakeTimers({
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
    shouldAdvanceTime: true,
  });

describe('events', () => {
  it('run every function they trigger, with their data', async () => {
    const seen: unknown[] = [];
    const { engine, client, start } = createHarness((inngest) => [
      inngest.createFunction({ id: 'a', triggers: [{ event: 'x' }], retries: 0 }, ({ event }) => {
        seen.push(['a', event.name, event.data]);
      }),
      inngest.createFunction({ id: 'b', triggers: [{ event: 'x' }], retries: 0 }, ({ event }) => {
        seen.push(['b', event.name, event.data]);
      }),
      inngest.createFunction({ id: 'c', triggers: [{ event: 'y' }], retries: 0 }, () => {
        seen.push(['c']);
      }),
    ]);
    await start();
    await client.send({ name: 'x', data: { n: 1 } });
    await engine.idle();
    expect(seen.sort()).toEqual([
      ['a', 'x', { n: 1 }],
      ['b', 'x', { n: 1 }],
    ]);
  });

  it('sent before the start run after it', async () => {
    let runs = 0;
    const { engine, client, start } = createHarness((inngest) => [
      inngest.createFunction({ id: 'a', triggers: [{ event: 'x' }], retries: 0 }, () => {
        runs += 1;
      }),
    ]);
    await client.send({ name: 'x' });
    await start();
    await engine.idle();
    expect(runs).toBe(1);
  });

  it('with an id are taken once a day', async () => {
    holdTime();
    let runs = 0;
    const { engine, client, start } = createHarness((inngest) => [
      inngest.createFunction({ id: 'a', triggers: [{ event: 'x' }], retries: 0 }, () => {
        runs += 1;
      }),
    ]);
    await start();
    for (let i = 0; i < 3; i += 1) {
      await client.send({ name: 'x', id: 'same', data: { i } });
      await engine.idle();
    }
    expect(runs).toBe(1);
    vi.setSystemTime(Date.now() + 24 * 3600 * 1000);
    await client.send({ name: 'x', id: 'same', data: {} });
    await engine.idle();
    expect(runs).toBe(2);
  });

  it('with a future time run then and not before', async () => {
    holdTime();
    let runs = 0;
    const { engine, client, start } = createHarness((inngest) => [
      inngest.createFunction({ id: 'a', triggers: [{ event: 'x' }], retries: 0 }, () => {
        runs += 1;
      }),
    ]);
    await start();
    const days60 = 60 * 24 * 3600 * 1000;
    await client.send({ name: 'x', ts: Date.now() + days60 });
    vi.advanceTimersByTime(days60 - 10_000);
    await engine.idle();
    expect(runs).toBe(0);
    vi.advanceTimersByTime(10_000);
    await engine.idle();
    expect(runs).toBe(1);
  });
});

/** The held time advances a little while a slow machine reaches this point. */
const toTheSecond = (ms: number) => new Date(ms).toISOString().slice(0, 19);

describe('crons', () => {
  it('run at each of their times, and at start if requested', async () => {
    holdTime();
    vi.setSystemTime('2026-03-01T10:00:30Z');
    const seen: unknown[] = [];
    const { engine, start } = createHarness(
      (inngest) => [
        inngest.createFunction(
          { id: 'm', triggers: [{ cron: '* * * * *' }], retries: 0 },
          (run) => {
            seen.push([run.event.name, toTheSecond(run.event.ts ?? 0)]);
          },
        ),
        inngest.createFunction({ id: 'h', triggers: [{ cron: '7 * * * *' }], retries: 0 }, () => {
          seen.push('hourly');
        }),
      ],
      { runAtStart: ['gancho-m'] },
    );
    await start();
    await engine.idle();
    for (let i = 0; i < 2; i += 1) {
      vi.advanceTimersByTime(60_000);
      await engine.idle();
    }
    expect(seen).toEqual([
      ['inngest/scheduled.timer', '2026-03-01T10:00:30'],
      ['inngest/scheduled.timer', '2026-03-01T10:01:00'],
      ['inngest/scheduled.timer', '2026-03-01T10:02:00'],
    ]);
    vi.advanceTimersByTime(5 * 60_000);
    await engine.idle();
    expect(seen).toContain('hourly');
    await engine.stop({ graceMs: 0 });
  });
});

describe('failures', () => {
  it('are retried as often as the function says, counting attempts from 0', async () => {
    const attempts: unknown[] = [];
    const { engine, client, start } = createHarness((inngest) => [
      inngest.createFunction({ id: 'a', triggers: [{ event: 'x' }], retries: 2 }, (run) => {
        attempts.push([run.attempt, run.maxAttempts, run.runId]);
        throw new Error('no');
      }),
    ]);
    await start();
    await client.send({ name: 'x' });
    await engine.idle();
    expect(attempts).toEqual([0, 1, 2].map((attempt) => [attempt, 3, expect.any(String)]));
    expect(new Set(attempts.map((attempt) => String(attempt).split(',')[2])).size).toBe(1);
  });

  it('end with the first success', async () => {
    let runs = 0;
    const { engine, client, start } = createHarness((inngest) => [
      inngest.createFunction({ id: 'a', triggers: [{ event: 'x' }], retries: 5 }, (run) => {
        runs += 1;
        if (run.attempt === 0) throw new Error('once');
      }),
    ]);
    await start();
    await client.send({ name: 'x' });
    await engine.idle();
    expect(runs).toBe(2);
  });

  it('reach onFailure once, after the last retry, with the error and the event', async () => {
    const failures: unknown[] = [];
    const { engine, client, start } = createHarness((inngest) => [
      inngest.createFunction(
        {
          id: 'a',
          triggers: [{ event: 'x' }],
          retries: 1,
          onFailure: ({ error, event }) => {
            failures.push([error.message, event.data.function_id, event.data.event.data]);
          },
        },
        () => {
          throw new Error('no');
        },
      ),
      inngest.createFunction({ id: 'other', triggers: [{ event: 'y' }], retries: 0 }, () => {}),
    ]);
    await start();
    await client.send({ name: 'x', data: { n: 1 } });
    await engine.idle();
    expect(failures).toEqual([['no', 'gancho-a', { n: 1 }]]);
  });

  it('of the connection to the function are retried as often, and not more', async () => {
    let calls = 0;
    const { engine, client, handler } = createHarness((inngest) => [
      inngest.createFunction({ id: 'a', triggers: [{ event: 'x' }], retries: 2 }, () => {}),
    ]);
    await engine.start((request) => {
      if (request.method === 'PUT') return handler(request);
      calls += 1;
      return calls === 1
        ? Promise.reject(new Error('away'))
        : Promise.resolve(new Response('', { status: 502 }));
    });
    await client.send({ name: 'x' });
    await engine.idle();
    expect(calls).toBe(3);
  });

  it('with a NonRetriableError are not retried', async () => {
    let runs = 0;
    const { engine, client, start } = createHarness((inngest) => [
      inngest.createFunction({ id: 'a', triggers: [{ event: 'x' }], retries: 5 }, () => {
        runs += 1;
        throw new NonRetriableError('never');
      }),
    ]);
    await start();
    await client.send({ name: 'x' });
    await engine.idle();
    expect(runs).toBe(1);
  });

  it('with a retry time are retried then', async () => {
    holdTime();
    const attempts: number[] = [];
    const { engine, client, lines, start } = createHarness((inngest) => [
      inngest.createFunction({ id: 'a', triggers: [{ event: 'x' }], retries: 1 }, (run) => {
        attempts.push(run.attempt);
        if (run.attempt === 0) throw new RetryAfterError('later', '1h');
      }),
    ]);
    await start();
    await client.send({ name: 'x' });
    await vi.waitUntil(() => lines.length > 0, { timeout: PATIENCE_MS });
    vi.advanceTimersByTime(3_590_000);
    expect(attempts).toEqual([0]);
    vi.advanceTimersByTime(10_000);
    await engine.idle();
    expect(attempts).toEqual([0, 1]);
  });
});
