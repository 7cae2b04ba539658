import { createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projects } from '@/server/db/schema';
import type { Role } from '../actor';
import { searchTenants } from '.';

const database = useDatabase();
let world: World;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());

type Access = { companyId: number; projectId: number | null }[];

const search = (access: Access, query = '', recent: Access = []) => {
  const roles = access.map((tenant) => ({ ...tenant, role: 'read_only' as Role }));
  const ctx = { ...world.services, actor: { kind: 'user' as const, userId: 1, roles } };
  return searchTenants({ ctx, input: { query, recent } });
};
const names = async (...given: Parameters<typeof search>) =>
  (await search(...given)).items.map((each) => [each.companyName, each.projectName]);

async function addProjects(companyId: number, added: string[]) {
  return world.db.asSystem((tx) =>
    tx
      .insert(projects)
      .values(added.map((name) => ({ companyId, name })))
      .returning(),
  );
}

it('finds accessible tenants by words of both names, ignoring accents and case', async () => {
  const ours = await insertCompany(world, 'Construções São Luís');
  const theirs = await insertCompany(world, 'Elsewhere São');
  await addProjects(ours.companyId, ['Ponte Ñandú', '100% done_']);
  const company = { companyId: ours.companyId, projectId: null };

  const all = [null, '100% done_', 'Ponte Ñandú', 'Tower'].map((name) => [
    'Construções São Luís',
    name,
  ]);
  expect(await names([company])).toEqual(all);
  expect(await names([company], '  SAO ')).toEqual(all);
  expect(await names([company], 'nandu constru')).toEqual([
    ['Construções São Luís', 'Ponte Ñandú'],
  ]);
  expect(await names([company], '%')).toEqual([['Construções São Luís', '100% done_']]);
  expect(await names([company], 'elsewhere')).toEqual([]);
  expect(await names([ours])).toEqual([['Construções São Luís', 'Tower']]);
  expect(await names([])).toEqual([]);

  const recent = [{ companyId: ours.companyId, projectId: ours.projectId }, theirs];
  const found = await search([company], '', recent);
  expect(found.items[0]).toMatchObject({ projectName: 'Tower', isRecent: true });
  expect(found.items.filter(({ isRecent }) => isRecent)).toHaveLength(1);
});

it('returns fifty of many, and that there are more', async () => {
  const { companyId } = await insertCompany(world, 'Large');
  await addProjects(
    companyId,
    Array.from({ length: 300 }, (_, n) => `Project ${n}`),
  );
  const large = [{ companyId, projectId: null }];
  const first = await search(large);
  expect(first.items).toHaveLength(50);
  expect(first.hasMore).toBe(true);
  expect(await search(large, 'project 299')).toMatchObject({
    items: [{ projectName: 'Project 299' }],
    hasMore: false,
  });
});
