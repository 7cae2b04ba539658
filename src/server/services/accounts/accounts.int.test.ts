import { actorOf } from '@tests/factories/actor-of';
import { useDatabase } from '@tests/support/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database } from '@/server/db/client';
import { companies, memberships, projects, signInLinks, users } from '@/server/db/schema';
import { hashPassword } from '@/server/gateways/hashing';
import { consumeSignInLink, createSignInLink, listTenants, verifyPassword } from '.';

const database = useDatabase();
let ctx: { db: Database; clock: { nowMs: () => number } };

beforeAll(() => {
  ctx = {
    db: createDatabase({ url: database.url, max: 4, ownNowMs: Date.now }),
    clock: { nowMs: () => 1_000 },
  };
});
afterAll(() => ctx.db.close());

let serial = 0;
async function createUser(fields: { password?: string; isDisabled?: boolean } = {}) {
  serial += 1;
  const email = `person-${serial}@example.com`;
  const passwordHash = fields.password ? await hashPassword(fields.password, '') : null;
  const disabledAt = fields.isDisabled ? new Date(0) : null;
  const [user] = await ctx.db.asSystem((tx) =>
    tx.insert(users).values({ email, passwordHash, disabledAt }).returning({ id: users.id }),
  );
  if (!user) throw new Error('no user');
  return { email, userId: user.id };
}

async function createTenants() {
  return ctx.db.asSystem(async (tx) => {
    const [company] = await tx.insert(companies).values({ name: 'Alfa' }).returning();
    if (!company) throw new Error('no company');
    const made = await tx
      .insert(projects)
      .values([
        { companyId: company.id, name: 'Tower' },
        { companyId: company.id, name: 'Bridge' },
      ])
      .returning();
    return { companyId: company.id, tower: made[0]?.id ?? 0, bridge: made[1]?.id ?? 0 };
  });
}

function join(userId: number, companyId: number, projectId: number | null) {
  return ctx.db.asSystem((tx) =>
    tx.insert(memberships).values({ userId, companyId, projectId, role: 'admin' }),
  );
}

test('a password signs its person in, whatever the case of the e-mail; a wrong one nobody', async () => {
  const { email, userId } = await createUser({ password: 'correct horse' });
  const right = { email: ` ${email.toUpperCase()} `, password: 'correct horse', address: null };
  expect(await verifyPassword({ ctx, input: right })).toMatchObject({ userId });
  expect(
    await verifyPassword({ ctx, input: { email, password: 'battery', address: null } }),
  ).toBeNull();
});

test('nobody signs in as an unknown, a disabled or a passwordless person', async () => {
  const disabled = await createUser({ password: 'correct horse', isDisabled: true });
  const passwordless = await createUser();
  for (const email of ['nobody@example.com', 'no\0body', disabled.email, passwordless.email]) {
    expect(
      await verifyPassword({ ctx, input: { email, password: 'correct horse', address: null } }),
    ).toBeNull();
  }
});

test('a link works once, also when used twice at the same time; its token is not stored', async () => {
  const { userId } = await createUser();
  const { token } = await createSignInLink({ ctx, input: { userId } });
  const rows = await ctx.db.asSystem((tx) =>
    tx.select().from(signInLinks).where(eq(signInLinks.userId, userId)),
  );
  expect(JSON.stringify(rows)).not.toContain(token);
  const uses = await Promise.all(
    Array.from({ length: 4 }, () => consumeSignInLink({ ctx, input: { token } })),
  );
  expect(uses.filter((use) => use !== null)).toMatchObject([{ userId }]);
});

test('an expired link, an unknown one and one of a disabled person sign nobody in', async () => {
  const person = await createUser();
  const disabled = await createUser({ isDisabled: true });
  const expired = await createSignInLink({
    ctx,
    input: { userId: person.userId, ttlSeconds: -1 },
  });
  const barred = await createSignInLink({ ctx, input: { userId: disabled.userId } });
  for (const token of [expired.token, barred.token, 'once_unknown']) {
    expect(await consumeSignInLink({ ctx, input: { token } })).toBeNull();
  }
});

test('an actor has today’s roles; a disabled person is none', async () => {
  const { companyId, tower } = await createTenants();
  const { userId } = await createUser();
  await join(userId, companyId, tower);
  expect(await actorOf(ctx, userId)).toEqual({
    kind: 'user',
    userId,
    roles: [{ companyId, projectId: tower, role: 'admin' }],
  });
  await ctx.db.asSystem((tx) =>
    tx
      .update(users)
      .set({ disabledAt: new Date(0) })
      .where(eq(users.id, userId)),
  );
  expect(await actorOf(ctx, userId)).toBeNull();
});

test('tenants: the whole company for its member, else the joined projects, never another company', async () => {
  const { companyId, tower, bridge } = await createTenants();
  await createTenants();
  const whole = await createUser();
  const part = await createUser();
  await join(whole.userId, companyId, null);
  await join(part.userId, companyId, tower);
  const tenantsOf = async (userId: number) => {
    const actor = await actorOf(ctx, userId);
    if (!actor) throw new Error('no actor');
    return listTenants({ ctx, actor });
  };
  const company = { id: companyId, name: 'Alfa', isSample: false };
  expect(await tenantsOf(whole.userId)).toEqual([
    {
      ...company,
      hasCompanyAccess: true,
      projects: [
        { id: bridge, name: 'Bridge' },
        { id: tower, name: 'Tower' },
      ],
    },
  ]);
  expect(await tenantsOf(part.userId)).toEqual([
    { ...company, hasCompanyAccess: false, projects: [{ id: tower, name: 'Tower' }] },
  ]);
});
