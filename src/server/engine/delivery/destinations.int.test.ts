import { asEngine, createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createHook, updateHook } from '@/server/services/hooks';
import { Destinations } from './destinations';

const database = useDatabase();
const OURS = 'Bearer ours-0123456789';
const THEIRS = 'Bearer theirs-0123456789';
let world: World;
let companyId: number;
let ours: number;
let theirs: number;

beforeAll(() => {
  world = createWorld(database.url);
});
beforeEach(async () => {
  ({ companyId } = await insertCompany(world));
  ours = await newHook(OURS);
  theirs = await newHook(THEIRS);
});
afterAll(() => world.db.close());

async function newHook(authorization: string) {
  const input = {
    companyId,
    projectId: null,
    payloadVersion: 'v2.0' as const,
    destinationUrl: 'https://example.com/hooks',
    destinationHeaders: { Authorization: authorization, 'X-Source': 'site' },
    publicHeaders: ['X-Source'],
  };
  return (await createHook({ ctx: world.ctx, input })).id;
}

/** The destinations of the two hooks, as a sender gets them. */
async function opened() {
  const destinations = new Destinations(world.db, world.services.secretBox, world.services.log);
  await destinations.load([ours, theirs]);
  return [ours, theirs].map((hookId) => destinations.get({ hookId, configVersion: 1 }));
}

it('decrypts the headers of each hook for that hook only, with the form that the history may show', async () => {
  expect(await opened()).toMatchObject([
    {
      headers: { Authorization: OURS, 'X-Source': 'site' },
      shownHeaders: { Authorization: '*****56789', 'X-Source': 'site' },
    },
    { headers: { Authorization: THEIRS } },
  ]);
});

it.each([
  [
    'headers that are copied from another hook',
    'UPDATE gancho.hooks a SET headers_sealed = b.headers_sealed FROM gancho.hooks b WHERE a.id = $1 AND b.id = $2',
  ],
  [
    'a signing secret of another hook',
    'UPDATE gancho.hook_secrets a SET secret_sealed = b.secret_sealed FROM gancho.hook_secrets b WHERE a.hook_id = $1 AND b.hook_id = $2',
  ],
  [
    'headers in place of a signing secret',
    'UPDATE gancho.hook_secrets a SET secret_sealed = b.headers_sealed FROM gancho.hooks b WHERE a.hook_id = $1 AND b.id = $1 AND $2 > 0',
  ],
  [
    'headers stored with another origin',
    "UPDATE gancho.hooks SET destination_url = 'https://evil.example/' WHERE id = $1 AND $2 > 0",
  ],
])('does not open %s', async (_, statement) => {
  await asEngine(world.db, (tx) => tx.unsafe(statement, [ours, theirs]));
  expect(await opened()).toMatchObject([null, { headers: { Authorization: THEIRS } }]);
});

it('encrypts the headers again when they go along to another origin', async () => {
  const at = { companyId, projectId: null, hookId: ours };
  await updateHook({ ctx: world.ctx, input: { ...at, destinationUrl: 'https://example.org/' } });
  expect(await opened()).toMatchObject([
    { url: 'https://example.org/', headers: { Authorization: OURS } },
    { url: 'https://example.com/hooks' },
  ]);
});
