import { createWorld, insertCompany, insertHook } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { expect, it } from 'vitest';
import { listHooksInput } from '@/contracts/hooks';
import { everyPage } from '@/domain/every-page';
import { HOOKS_LISTED_MAX } from '@/domain/limits';
import { listHooks } from '.';

const database = useDatabase();

it('lists hooks in pages of a bounded length', async () => {
  const world = createWorld(database.url);
  const tenant = await insertCompany(world);
  const list = (part: object) => listHooks({ ctx: world.ctx, input: { ...tenant, ...part } });
  const ids: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    const { hookId } = await insertHook(world, {
      ...tenant,
      destinationUrl: 'https://example.com/',
    });
    ids.push(hookId);
  }
  expect(await list({})).toMatchObject({ items: { length: 5 }, next: null, total: 5 });
  const pages = await everyPage((cursor) => list({ cursor, limit: 2 }));
  expect(pages.map(({ id }) => id)).toEqual(ids);
  expect(await list({ limit: 2 })).toMatchObject({ items: { length: 2 }, next: ids[1], total: 5 });
  const last = await list({ limit: 2, offset: 4 });
  expect([last.items[0]?.id, last.items.length, last.next, last.total]).toEqual([
    ids[4],
    1,
    null,
    5,
  ]);
  await world.db.close();
  expect(listHooksInput.safeParse({ ...tenant, limit: HOOKS_LISTED_MAX + 1 }).success).toBe(false);
});
