import { type InngestCaller, startInngestCaller } from '@tests/support/inngest-caller';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadEnv, runtimeEnv } from '@/env';
import { type Container, createContainer } from './container';

const KEYS = { eventKey: 'event-key', signingKey: `signkey-test-${'0'.repeat(64)}` };
let caller: InngestCaller;
let container: Container;

const open = (more: Record<string, string> = {}) =>
  createContainer(
    runtimeEnv(
      loadEnv({
        DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nowhere',
        GANCHO_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
        INNGEST_EVENT_KEY: KEYS.eventKey,
        INNGEST_SIGNING_KEY: KEYS.signingKey,
        INNGEST_BASE_URL: caller.url,
        LOG_LEVEL: 'silent',
        ...more,
      }),
    ),
  );

beforeEach(async () => {
  caller = await startInngestCaller(KEYS);
  container = open();
});
afterEach(async () => {
  await container.close();
  await caller.close();
});

it('has sent all announcements once it is flushed, also waiting ones', async () => {
  // The second call comes within the window of the first, so it would be sent later.
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

describe('forbidden destinations of hooks', () => {
  const refusalOf = async (url: string, variables: Record<string, string> = {}) => {
    const other = open(variables);
    const code = other.services.settings.destinations.refusal(url);
    await other.close();
    return code;
  };
  const isPublic = { GANCHO_PUBLIC_URL: 'https://hooks.example.com', HOST: '0.0.0.0' };

  it.each([
    ['http://127.0.0.1:3000/rest/v2.0/companies/1/events', {}],
    ['http://localhost:3000/', {}],
    ['http://[::1]:4000/', { PORT: '4000' }],
    ['https://hooks.example.com/rest', isPublic],
    ['http://hooks.example.com/rest', isPublic],
    ['https://hooks.example.com:9443/', { GANCHO_PUBLIC_URL: 'https://hooks.example.com:9443' }],
    ['https://[2001:4860::1]/', { GANCHO_PUBLIC_URL: 'https://[2001:4860::1]' }],
    ['https://127.0.0.1:3000/', isPublic],
    ['http://127.0.0.1:1/', {}],
    ['http://127.0.0.1:3000/inspector/abc', { GANCHO_DEMO: '0' }],
    ['http://127.0.0.1:3000/inspector/a/b', {}],
  ])('%s, with %o: ours', async (url, variables) => {
    expect(await refusalOf(url, variables)).toBe('own_address');
  });

  it('private addresses, except loopback on a machine of our own', async () => {
    expect(await refusalOf('https://127.0.0.1:4000/')).toBeNull();
    expect(await refusalOf('https://127.0.0.1:4000/', isPublic)).toBe('address_not_allowed');
    expect(await refusalOf('https://10.0.0.1/')).toBe('address_not_allowed');
  });

  it('the request inspector is an exception while it exists', async () => {
    expect(await refusalOf('http://127.0.0.1:3000/inspector/V1StGXR8_Z5jdHi6B-myT')).toBeNull();
  });
});
