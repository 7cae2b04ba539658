import { type InngestCaller, startInngestCaller } from '@tests/support/inngest-caller';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadEnv, runtimeEnv } from '@/env';
import { type Container, createContainer } from './container';

const KEYS = { eventKey: 'event-key', signingKey: `signkey-test-${'0'.repeat(64)}` };
let caller: InngestCaller;
let container: Container;

beforeEach(async () => {
  caller = await startInngestCaller(KEYS);
  const settings = loadEnv({
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nowhere',
    GANCHO_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
    INNGEST_EVENT_KEY: KEYS.eventKey,
    INNGEST_SIGNING_KEY: KEYS.signingKey,
    INNGEST_BASE_URL: caller.url,
    LOG_LEVEL: 'silent',
  });
  container = createContainer(runtimeEnv(settings));
});
afterEach(async () => {
  await container.close();
  await caller.close();
});

it('has sent what it announced once it is flushed, what waits for its turn too', async () => {
  // The second comes within the window of the first, so it would go out later.
  container.services.announce('gancho/events.recorded');
  container.services.announce('gancho/events.recorded');
  container.services.announce('gancho/deliveries.due');
  await container.flush();
  expect(caller.events.map(({ name }) => name).sort()).toEqual([
    'gancho/deliveries.due',
    'gancho/events.recorded',
    'gancho/events.recorded',
  ]);
});

it('has nothing to flush when it announced nothing', async () => {
  await container.flush();
  expect(caller.events).toEqual([]);
});
