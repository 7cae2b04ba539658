import type { InngestFunction } from 'inngest';
import { describe, expect, it } from 'vitest';
import { createHarness } from '../../../../tests/support/inngest-harness';
import type { InngestClient } from '../client';

type Options = Omit<InngestFunction.Options, 'id' | 'onFailure'>;

const event = [{ event: 'x' }];
const refused: [name: string, options: Options][] = [
  ['batchEvents', { triggers: event, retries: 0, batchEvents: { maxSize: 10, timeout: '5s' } }],
  ['concurrency', { triggers: event, retries: 0, concurrency: 1 }],
  ['debounce', { triggers: event, retries: 0, debounce: { period: '5s' } }],
  ['rateLimit', { triggers: event, retries: 0, rateLimit: { limit: 1, period: '1m' } }],
  ['throttle', { triggers: event, retries: 0, throttle: { limit: 1, period: '1m' } }],
  ['cancelOn', { triggers: event, retries: 0, cancelOn: [{ event: 'stop' }] }],
  ['priority', { triggers: event, retries: 0, priority: { run: '100' } }],
  ['singleton', { triggers: event, retries: 0, singleton: { mode: 'skip' } }],
  ['idempotency', { triggers: event, retries: 0, idempotency: 'event.data.id' }],
  ['timeouts', { triggers: event, retries: 0, timeouts: { finish: '1m' } }],
  ['if', { triggers: [{ event: 'x', if: 'event.data.n > 1' }], retries: 0 }],
  ['event x/*', { triggers: [{ event: 'x/*' }], retries: 0 }],
  [
    'event inngest/function.finished',
    { triggers: [{ event: 'inngest/function.finished' }], retries: 0 },
  ],
  [
    'cron TZ=Europe/Lisbon * * * * *',
    { triggers: [{ cron: 'TZ=Europe/Lisbon * * * * *' }], retries: 0 },
  ],
  ['default retries', { triggers: event }],
];

const defineWith = (options: Options) => (client: InngestClient) => [
  client.createFunction({ id: 'greedy', ...options }, () => {}),
];

describe('at the start', () => {
  it.each(refused)('refuses %s, and names it and the function', async (name, options) => {
    const { start } = createHarness(defineWith(options));
    await expect(start()).rejects.toMatchObject({
      name: 'UnsupportedOptionError',
      functionId: 'gancho-greedy',
      option: name,
    });
  });

  it('fails when the functions do not register', async () => {
    const { engine } = createHarness(defineWith({ triggers: event, retries: 0 }));
    const start = engine.start(async () =>
      Response.json({ message: 'Unauthorized' }, { status: 401 }),
    );
    await expect(start).rejects.toThrow('401');
  });
});

describe('a function that uses steps', () => {
  it('fails permanently at its first step, and names the step', async () => {
    const failures: string[] = [];
    let runs = 0;
    const { engine, client, lines, start } = createHarness((inngest) => [
      inngest.createFunction(
        {
          id: 'sleepy',
          triggers: event,
          retries: 3,
          onFailure: ({ error }) => {
            failures.push(error.message);
          },
        },
        async ({ step }) => {
          runs += 1;
          await step.sleep('nap', '1h');
        },
      ),
    ]);
    await start();
    await client.send({ name: 'x' });
    await engine.idle();
    expect(runs).toBe(1);
    expect(failures).toEqual([expect.stringContaining('Sleep "nap"')]);
    expect(lines).toEqual([expect.stringContaining('"gancho-sleepy"')]);
  });
});
