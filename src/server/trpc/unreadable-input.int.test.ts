import { createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appRouter } from './root';

const database = useDatabase();
let world: World;
let tenant: { companyId: number; projectId: number };

beforeAll(async () => {
  world = createWorld(database.url);
  tenant = await insertCompany(world);
});
afterAll(() => world.db.close());

it.each<[string, object]>([
  ['a map that is a text', { values: { name: ['map'] } }],
  ['a type that nobody knows', { values: { name: [['class', 'Hook']] } }],
  ['a way to a prototype', { referentialEqualities: { name: ['__proto__.polluted'] } }],
])('an input with types that do not fit is refused: %s', async (_, meta) => {
  const json = { ...tenant, hookId: 1, name: 'x' };
  const answer = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: new Request('http://x/api/trpc/hooks.update', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ json, meta }),
    }),
    router: appRouter,
    createContext: () => ({ ...world.services, actor: { kind: 'operator' as const } }),
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    error: { json: { data: { reason: 'invalid_input' } } },
  });
});
