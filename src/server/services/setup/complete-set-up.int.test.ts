import { randomBytes } from 'node:crypto';
import { actorOf } from '@tests/factories/actor-of';
import { createWorld, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openPostgres, type Sql } from '@/server/db/driver';
import { verifyPassword } from '../accounts';
import { createCompany } from '../companies';
import type { Context } from '../context';
import { createUser } from '../users';
import { completeSetUp, findSetUp, setUpInstance } from '.';

const database = useDatabase();
const key = randomBytes(32);
const EMAIL = 'admin@example.com';
let world: World;
let sql: Sql;
let ctx: Context;

beforeAll(() => {
  world = createWorld(database.url);
  sql = openPostgres(database.url, { max: 1 });
});
afterAll(async () => {
  await world.db.close();
  await sql.end();
});
beforeEach(async () => {
  await sql`TRUNCATE gancho.companies, gancho.users, gancho.instance CASCADE`;
  const { adminUserId } = await setUp('what was printed');
  ctx = await contextOf(adminUserId ?? 0);
});

const setUp = (password: string) =>
  setUpInstance({
    ctx: world.ctx,
    input: {
      secretKey: key,
      secretKeyPrevious: null,
      admin: { email: EMAIL, password },
      wantsSample: false,
      publicUrl: 'https://hooks.example',
    },
  });

async function contextOf(userId: number): Promise<Context> {
  const actor = await actorOf(world.services, userId);
  if (actor === null) throw new Error('the person is not known');
  return { ...world.services, actor };
}
const dueFor = ({ actor }: Context) =>
  actor.kind === 'user' ? findSetUp({ ctx: world.services, actor }) : null;

const input = {
  name: 'Ana Souza',
  language: 'pt-BR' as const,
  timeZone: 'America/Sao_Paulo',
  newPassword: 'one of my own',
  tenant: { companyName: 'Torres Ltda.', projectName: 'Ponte' },
};

it('refuses a first password that is easy to guess, and makes nothing; later it is not read', async () => {
  await sql`TRUNCATE gancho.users, gancho.instance CASCADE`;
  await expect(setUp('password12345')).rejects.toThrow(/GANCHO_ADMIN_PASSWORD: is among the first/);
  expect(await sql`SELECT 1 FROM gancho.users, gancho.instance`).toHaveLength(0);
  await setUp('what was printed');
  await expect(setUp('password12345')).resolves.toMatchObject({ isAdminNew: false });
});

it('sets the first admin up with a company and a project, and leaves its audit rows', async () => {
  expect(await dueFor(ctx)).toEqual({ needsTenant: true, hasSample: false });
  const { email, tenant } = await completeSetUp({ ctx, input });
  expect(email).toBe(EMAIL);
  const [row] = await sql`
    SELECT u.name, u.language, u.time_zone, m.role,
      (SELECT count(*)::int FROM gancho.sessions s WHERE s.user_id = u.id) AS sessions, c.name AS company, p.name AS project
    FROM gancho.users u JOIN gancho.memberships m ON m.user_id = u.id
    JOIN gancho.companies c ON c.id = m.company_id JOIN gancho.projects p ON p.company_id = c.id`;
  expect(row).toEqual({
    name: 'Ana Souza',
    language: 'pt-BR',
    time_zone: 'America/Sao_Paulo',
    sessions: 0,
    role: 'admin',
    company: 'Torres Ltda.',
    project: 'Ponte',
  });
  const audit = await sql`SELECT action, actor_kind FROM gancho.audit_log
    WHERE company_id = ${tenant?.companyId ?? 0} ORDER BY id`;
  expect(audit.map(({ action, actor_kind }) => [action, actor_kind])).toEqual([
    ['company.create', 'user'],
    ['project.create', 'user'],
    ['instance.set_up', 'user'],
  ]);
  const right = { email: EMAIL, password: 'one of my own', address: null };
  expect(await verifyPassword({ ctx: world.services, input: right })).not.toBeNull();
  expect(await dueFor(ctx)).toBeNull();
});

it('is done once, however many try at the same time', async () => {
  const tries = await Promise.allSettled([1, 2, 3].map(() => completeSetUp({ ctx, input })));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const each of tries) {
    if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'not_found' });
  }
  const [row] = await sql`SELECT count(*)::int AS n FROM gancho.companies`;
  expect(row?.n).toBe(1);
  await expect(completeSetUp({ ctx, input })).rejects.toMatchObject({ code: 'not_found' });
});

it('is not available to anyone else, whatever their role', async () => {
  const company = await createCompany({ ctx: world.ctx, input: { name: 'Acme' } });
  const someone = { email: 'b@example.com', role: 'admin' as const, companyId: company.id };
  const { id } = await createUser({ ctx: world.ctx, input: { ...someone, projectId: null } });
  const other = await contextOf(id);
  expect(await dueFor(other)).toBeNull();
  await expect(completeSetUp({ ctx: other, input })).rejects.toMatchObject({ code: 'not_found' });
  expect(await dueFor(ctx)).toEqual({ needsTenant: false, hasSample: false });
});

it('changes nothing if something is missing, and can then be repeated', async () => {
  const { tenant: _, ...withoutTenant } = input;
  await expect(completeSetUp({ ctx, input: withoutTenant })).rejects.toMatchObject({
    details: [{ field: 'tenant' }],
  });
  await sql`UPDATE gancho.users SET password_hash = NULL`;
  const { newPassword: __, ...withoutPassword } = input;
  await expect(completeSetUp({ ctx, input: withoutPassword })).rejects.toMatchObject({
    details: [{ field: 'newPassword' }],
  });
  const [left] = await sql`SELECT name, (SELECT count(*)::int FROM gancho.companies) AS companies
    FROM gancho.users`;
  expect(left).toEqual({ name: '', companies: 0 });
  expect(await dueFor(ctx)).not.toBeNull();
  await completeSetUp({ ctx, input });
});
