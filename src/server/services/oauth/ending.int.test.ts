import { setTimeout } from 'node:timers/promises';
import { createRestClient } from '@tests/factories/rest-client';
import { createWorld, insertCompany, TEST_KEY, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { forThisMachine } from '@tests/support/patience.mjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bodyOf, readBody } from '@/server/bodies';
import { createClient, endPreviousSecret, revokeClient, rotateClientSecret } from '../api-clients';
import { issueToken } from './issue-token';
import { revokeToken } from './revoke-token';

const WITHIN_MS = 1_000;
const database = useDatabase();
let here: World;
let there: World;
let companyId: number;

beforeAll(async () => {
  // Two processes that share only the database.
  here = createWorld(database.url, TEST_KEY);
  there = createWorld(database.url, TEST_KEY);
  ({ companyId } = await insertCompany(here));
});
afterAll(() => Promise.all([here.db.close(), there.db.close()]));

type Ending = (at: { companyId: number; apiClientId: number }, token: string) => Promise<unknown>;
const ENDINGS: Record<string, Ending> = {
  'the token': (_, token) => revokeToken({ ctx: here.services, input: { token } }),
  'its client': (input) => revokeClient({ ctx: here.ctx, input }),
  'its secret': async (input) => {
    await rotateClientSecret({ ctx: here.ctx, input });
    await endPreviousSecret({ ctx: here.ctx, input });
  },
  'its secret, by two rotations': async (input) => {
    await rotateClientSecret({ ctx: here.ctx, input });
    await rotateClientSecret({ ctx: here.ctx, input });
  },
};

async function aToken() {
  const client = await createClient({ ctx: here.ctx, input: { companyId, name: 'Integration' } });
  const issued = await issueToken({ ctx: here.services, input: client });
  return { at: { companyId, apiClientId: client.id }, token: issued?.accessToken ?? '' };
}

it.each(Object.keys(ENDINGS))(
  'a token is refused in every process within a second after the end of %s, however often it was used',
  async (name) => {
    const { at, token } = await aToken();
    const path = `/rest/v2.0/companies/${companyId}/webhooks/hooks`;
    const clients = [here, there].map(createRestClient);
    const statuses = () =>
      Promise.all(clients.map(async (one) => (await one.call('GET', path, token)).status));
    expect(await statuses()).toEqual([200, 200]);
    await ENDINGS[name]?.(at, token);
    const endedMs = performance.now();
    const [first] = await statuses();
    expect(first).toBe(401);
    await expect.poll(statuses, { interval: 20 }).toEqual([401, 401]);
    expect(performance.now() - endedMs).toBeLessThan(forThisMachine(WITHIN_MS));
  },
);

it('a request whose body arrives a second after the end of its token is refused', async () => {
  const { token } = await aToken();
  const { handle } = createRestClient(here);
  const event = { resource_name: 'Offices', resource_id: 1, event_type: 'create' };
  const answer = await handle({
    method: 'POST',
    path: `/rest/v2.0/companies/${companyId}/events`,
    query: '',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    readBody: async (limit) => {
      await revokeToken({ ctx: here.services, input: { token } });
      // The time that a slow client takes.
      await setTimeout(WITHIN_MS);
      const request = new Request('http://x/', { method: 'POST', body: JSON.stringify(event) });
      return readBody(bodyOf(request), limit);
    },
    address: () => null,
  });
  expect(answer.status).toBe(401);
});
