import { createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { users } from '@/server/db/schema';
import type { Role } from '../actor';
import { createUser } from '../users';
import { listAdmins } from '.';

const database = useDatabase();
let world: World;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());

async function add(email: string, role: Role, companyId: number, projectId: number | null) {
  const input = { email, role, companyId, projectId };
  return (await createUser({ ctx: world.ctx, input })).id;
}

it('names up to three people who can give the role, first of the project, never of another tenant', async () => {
  const tenant = await insertCompany(world);
  const elsewhere = await insertCompany(world, 'Elsewhere');
  const { companyId, projectId } = tenant;
  await add('elsewhere@example.com', 'admin', elsewhere.companyId, null);
  const gone = await add('gone@example.com', 'admin', companyId, null);
  await world.db.asSystem((tx) =>
    tx.update(users).set({ disabledAt: new Date() }).where(eq(users.id, gone)),
  );
  await add('company@example.com', 'admin', companyId, null);
  await add('both@example.com', 'admin', companyId, null);
  await add('both@example.com', 'admin', companyId, projectId);
  await add('project@example.com', 'admin', companyId, projectId);
  const reader = await add('reader@example.com', 'read_only', companyId, null);

  const roles = [{ companyId, projectId: null, role: 'read_only' as const }];
  const ctx = { ...world.ctx, actor: { kind: 'user' as const, userId: reader, roles } };
  const emails = async (of: { companyId: number; projectId: number | null }) =>
    (await listAdmins({ ctx, input: of })).map(({ email }) => email);
  expect(await emails(tenant)).toEqual([
    'both@example.com',
    'project@example.com',
    'company@example.com',
  ]);
  await add('fourth@example.com', 'admin', companyId, projectId);
  expect(await emails(tenant)).toHaveLength(3);
  expect(await emails({ companyId, projectId: null })).toEqual([
    'company@example.com',
    'both@example.com',
  ]);
  await expect(emails({ companyId: elsewhere.companyId, projectId: null })).rejects.toMatchObject({
    code: 'not_found',
  });
});
