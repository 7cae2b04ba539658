import { describe, expect, it } from 'vitest';
import { createGate, createHarness } from '../../../../tests/support/inngest-harness';

/** One function that holds each run until its gate opens. */
function createHeld(event = 'x') {
  const runs: { begun: ReturnType<typeof createGate>; end: () => void }[] = [];
  const waiters: (() => void)[] = [];
  const harness = createHarness((inngest) => [
    inngest.createFunction({ id: 'held', triggers: [{ event }], retries: 0 }, async () => {
      const hold = createGate();
      runs.push({ begun: createGate(), end: hold.open });
      for (const resolve of waiters.splice(0)) resolve();
      await hold.opened;
    }),
  ]);
  const begun = async (count: number) => {
    while (runs.length < count) await new Promise<void>((resolve) => waiters.push(resolve));
  };
  const endAll = () => {
    for (const run of runs) run.end();
  };
  return { ...harness, runs, begun, endAll };
}

describe('wake-ups of one function', () => {
  it('that arrive during a run cause exactly one more run after it', async () => {
    const { engine, client, start, runs, begun, endAll } = createHeld();
    await start();
    await client.send({ name: 'x' });
    await begun(1);
    for (let i = 0; i < 10; i += 1) await client.send({ name: 'x' });
    expect(runs).toHaveLength(1);
    runs[0]?.end();
    await begun(2);
    endAll();
    await engine.idle();
    expect(runs).toHaveLength(2);
  });

  it('are never lost as a run ends, whenever they arrive', async () => {
    let facts = 0;
    let seen = 0;
    const { engine, start } = createHarness((inngest) => [
      inngest.createFunction({ id: 'look', triggers: [{ event: 'x' }], retries: 0 }, () => {
        seen = facts;
      }),
    ]);
    await start();
    for (let round = 0; round < 200; round += 1) {
      facts += 1;
      engine.enqueue({ name: 'x' });
      const turns = round % 20;
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
      facts += 1;
      engine.enqueue({ name: 'x' });
      await engine.idle();
      expect(seen).toBe(facts);
    }
  });

  it('do not coalesce when they carry data', async () => {
    const seen: unknown[] = [];
    const { engine, client, start } = createHarness((inngest) => [
      inngest.createFunction({ id: 'a', triggers: [{ event: 'x' }], retries: 0 }, ({ event }) => {
        seen.push(event.data.n);
      }),
    ]);
    await start();
    await client.send([1, 2, 3].map((n) => ({ name: 'x', data: { n } })));
    await engine.idle();
    expect(seen).toEqual([1, 2, 3]);
  });
});

describe('runs of different functions', () => {
  it('run at the same time', async () => {
    const first = createGate();
    const second = createGate();
    const { engine, client, start } = createHarness((inngest) => [
      inngest.createFunction({ id: 'a', triggers: [{ event: 'x' }], retries: 0 }, async () => {
        first.open();
        await second.opened;
      }),
      inngest.createFunction({ id: 'b', triggers: [{ event: 'x' }], retries: 0 }, async () => {
        second.open();
        await first.opened;
      }),
    ]);
    await start();
    await client.send({ name: 'x' });
    await engine.idle();
  });
});

describe('stop', () => {
  it('waits for the active run and starts no other', async () => {
    const { engine, client, start, runs, begun } = createHeld();
    await start();
    await client.send({ name: 'x' });
    await begun(1);
    await client.send({ name: 'x' });
    let isStopped = false;
    const stopped = engine.stop({ graceMs: 60_000 }).then((isFinished) => {
      isStopped = true;
      return isFinished;
    });
    await client.send({ name: 'x' });
    expect(isStopped).toBe(false);
    runs[0]?.end();
    expect(await stopped).toBe(true);
    expect(runs).toHaveLength(1);
  });

  it('gives up after the grace period, and reports it', async () => {
    const { engine, client, start, begun, endAll } = createHeld();
    await start();
    await client.send({ name: 'x' });
    await begun(1);
    expect(await engine.stop({ graceMs: 5 })).toBe(false);
    endAll();
    await engine.idle();
  });

  it('drops retries that wait', async () => {
    let attempts = 0;
    const { engine, client, lines, start } = createHarness(
      (inngest) => [
        inngest.createFunction({ id: 'a', triggers: [{ event: 'x' }], retries: 3 }, () => {
          attempts += 1;
          throw new Error('no');
        }),
      ],
      { retryDelayMs: () => 3_600_000 },
    );
    await start();
    await client.send({ name: 'x' });
    await expect.poll(() => lines).toHaveLength(1);
    expect(await engine.stop({ graceMs: 1000 })).toBe(true);
    expect(attempts).toBe(1);
  });
});
