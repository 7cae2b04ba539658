import { createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres, type Sql } from '@/server/db/driver';
import type { Actor } from './actor';
import { createCompany, listCompanies } from './companies';
import type { Context } from './context';
import { createProject, listProjects } from './projects';
import { createResource } from './resources';
import { createUser, resetPassword } from './users';

const database = useDatabase();
let world: World;
let sql: Sql;
let companyId: number;

beforeAll(async () => {
  world = createWorld(database.url);
  sql = openPostgres(database.url, { max: 1 });
  ({ companyId } = await insertCompany(world));
});
afterAll(async () => {
  await world.db.close();
  await sql.end();
});

const admin = (company: number): Actor => ({
  kind: 'user',
  userId: 101,
  roles: [{ companyId: company, projectId: null, role: 'admin' }],
});
const as = (actor: Actor): Context => ({ ...world.ctx, actor });

const verbs: Record<string, (ctx: Context) => Promise<unknown>> = {
  'company.create': (ctx) => createCompany({ ctx, input: { name: 'New' } }),
  'company.list': (ctx) => listCompanies({ ctx }),
  'project.create': (ctx) => createProject({ ctx, input: { companyId, name: 'New' } }),
  'project.list': (ctx) => listProjects({ ctx, input: { companyId } }),
  'user.create': (ctx) =>
    createUser({
      ctx,
      input: { email: 'new@example.com', role: 'admin', companyId, projectId: null },
    }),
  'user.reset_password': (ctx) => resetPassword({ ctx, input: { email: 'new@example.com' } }),
};
const resource = (ctx: Context) =>
  createResource({
    ctx,
    input: { companyId, name: 'Crane Lifts', level: 'project', events: ['create'] },
  });

describe.each(Object.entries(verbs))('%s', (_name, verb) => {
  it('is for operators, and no role of a company allows it', async () => {
    await expect(verb(as(admin(companyId)))).rejects.toMatchObject({ code: 'forbidden' });
  });
});

it('lets only a company’s admins add to its catalogue', async () => {
  const reader: Actor = {
    kind: 'user',
    userId: 102,
    roles: [{ companyId, projectId: null, role: 'read_only' }],
  };
  await expect(resource(as(reader))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(resource(as(admin(companyId + 1)))).rejects.toMatchObject({ code: 'not_found' });
  await expect(resource(as(admin(companyId)))).resolves.toMatchObject({ name: 'Crane Lifts' });
});

it('writes nothing if the audit row cannot be written', async () => {
  await sql`DELETE FROM gancho.resources`;
  await sql`ALTER TABLE gancho.audit_log ADD CONSTRAINT full_disk CHECK (false) NOT VALID`;
  const write = ['company.create', 'project.create', 'user.create'] as const;
  for (const name of write) await expect(verbs[name]?.(world.ctx), name).rejects.toThrow();
  await expect(resource(world.ctx)).rejects.toThrow();
  const [left] = await sql`SELECT (SELECT count(*)::int FROM gancho.companies) AS companies,
    (SELECT count(*)::int FROM gancho.projects) AS projects,
    (SELECT count(*)::int FROM gancho.users) AS users,
    (SELECT count(*)::int FROM gancho.resources) AS resources`;
  expect(left).toEqual({ companies: 1, projects: 1, users: 0, resources: 0 });
});
