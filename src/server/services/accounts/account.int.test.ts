import { actorOf, sessionOf } from '@tests/factories/actor-of';
import { createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { changePasswordInput, updateAccountInput } from '@/contracts/account';
import { auditLog, memberships, sessions, users } from '@/server/db/schema';
import { hashPassword } from '@/server/gateways/hashing';
import type { Context } from '../context';
import {
  beginSession,
  changePassword,
  consumeSignInLink,
  createSignInLink,
  endSession,
  getAccount,
  loadUserActor,
  updateAccount,
  verifyPassword,
} from '.';

const database = useDatabase();
let world: World;
let userId: number;
let companyId: number;
let ctx: Context;
let serial = 0;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());

beforeEach(async () => {
  ({ companyId } = await insertCompany(world));
  serial += 1;
  const email = `ana-${serial}@example.com`;
  const passwordHash = await hashPassword('the old one', '');
  userId = await world.db.asSystem(async (tx) => {
    const [user] = await tx.insert(users).values({ email, passwordHash }).returning();
    if (user === undefined) throw new Error('no user');
    await tx.insert(memberships).values({ companyId, userId: user.id, role: 'read_only' });
    return user.id;
  });
  const actor = await actorOf(world.services, userId);
  if (actor === null) throw new Error('no actor');
  ctx = { ...world.services, actor };
});

const auditRows = () =>
  world.db.asSystem((tx) => tx.select().from(auditLog).where(eq(auditLog.companyId, companyId)));

it('changes the given fields of the own account, keeps the others, and leaves an audit row', async () => {
  await updateAccount({ ctx, input: { name: 'Ana', language: 'pt-BR' } });
  const changed = await updateAccount({ ctx, input: { timeZone: 'America/Sao_Paulo' } });
  expect(changed).toMatchObject({
    name: 'Ana',
    language: 'pt-BR',
    timeZone: 'America/Sao_Paulo',
    theme: null,
    hasPassword: true,
  });
  expect(await getAccount({ ctx })).toEqual(changed);
  expect(await auditRows()).toMatchObject([
    { action: 'account.update', actorId: userId, details: { fields: ['name', 'language'] } },
    { action: 'account.update', actorId: userId, details: { fields: ['timeZone'] } },
  ]);
});

it('refuses a name with control characters', () => {
  for (const name of ['Ana\u202e', 'Ana\n', '\x1b[2J'])
    expect(updateAccountInput.safeParse({ name: `x${name}y` }).success).toBe(false);
  for (const name of ['', 'Ana Souza'])
    expect(updateAccountInput.safeParse({ name }).success).toBe(true);
});

it('belongs to a person, and a program has none', async () => {
  const operator: Context = { ...world.services, actor: { kind: 'operator' } };
  await expect(getAccount({ ctx: operator })).rejects.toMatchObject({ code: 'forbidden' });
});

it('sets a new password, which ends every session and every link', async () => {
  const { token } = await createSignInLink({ ctx, input: { userId } });
  const session = await sessionOf(ctx, userId);
  const input = { currentPassword: 'the old one', newPassword: 'the new one of mine' };
  const { email } = await changePassword({ ctx, input });

  expect(
    await verifyPassword({ ctx, input: { email, password: 'the old one', address: null } }),
  ).toBeNull();
  const signedIn = await verifyPassword({
    ctx,
    input: { email, password: 'the new one of mine', address: null },
  });
  expect(signedIn).toMatchObject({ userId });
  expect(await consumeSignInLink({ ctx, input: { token } })).toBeNull();
  expect(await loadUserActor({ ctx, input: session })).toBeNull();
  expect(await actorOf(ctx, userId)).toMatchObject({ userId });

  const rows = await auditRows();
  expect(rows).toMatchObject([{ action: 'account.change_password', subjectId: String(userId) }]);
  expect(JSON.stringify(rows)).not.toContain('the new one');
});

it('requires the current password, and changes nothing without it', async () => {
  const session = await sessionOf(ctx, userId);
  const input = { currentPassword: 'a guess', newPassword: 'the new one of mine' };
  await expect(changePassword({ ctx, input })).rejects.toMatchObject({
    code: 'invalid_input',
    details: [{ field: 'currentPassword', code: 'wrong_password' }],
  });
  expect(await loadUserActor({ ctx, input: session })).toMatchObject({ userId });
  expect(await auditRows()).toEqual([]);
});

it('refuses a new password that is short or easy to guess, with a readable reason', async () => {
  const change = (newPassword: string) =>
    changePassword({ ctx, input: { currentPassword: 'the old one', newPassword } });
  await expect(change('password1234')).rejects.toMatchObject({
    details: [{ field: 'newPassword', code: 'common_password' }],
  });
  expect(
    changePasswordInput.safeParse({ currentPassword: 'x', newPassword: 'eleven char' }).success,
  ).toBe(false);
});

it('ends one session everywhere at sign-out, and keeps the others', async () => {
  const [mine, other] = [await sessionOf(ctx, userId), await sessionOf(ctx, userId)];
  await endSession({ ctx, input: mine });
  expect(await loadUserActor({ ctx, input: mine })).toBeNull();
  expect(await loadUserActor({ ctx, input: other })).toMatchObject({ userId });
});

it('ends a session when it is too old, even if it is in use', async () => {
  const session = await sessionOf(ctx, userId);
  await world.db.asSystem((tx) =>
    tx.update(sessions).set({ expiresAt: sql`now()` }).where(eq(sessions.id, session.sessionId)),
  );
  expect(await loadUserActor({ ctx, input: session })).toBeNull();
});

it('does not begin a session with a password that was changed during the check', async () => {
  const { email } = await getAccount({ ctx });
  const old = { email, password: 'the old one', address: null };
  const found = await verifyPassword({ ctx, input: old });
  if (found === null) throw new Error('not the password');
  const input = { currentPassword: 'the old one', newPassword: 'turnip lantern ocean' };
  await changePassword({ ctx, input });
  expect(await beginSession({ ctx, input: found })).toBeNull();
});

it('does not begin a session by a link when the password was changed at the same time', async () => {
  const { token } = await createSignInLink({ ctx, input: { userId } });
  const found = await consumeSignInLink({ ctx, input: { token } });
  if (found === null) throw new Error('no link');
  const input = { currentPassword: 'the old one', newPassword: 'turnip lantern ocean' };
  await changePassword({ ctx, input });
  expect(await beginSession({ ctx, input: found })).toBeNull();
});

it('lets one of two changes from the same password succeed', async () => {
  const change = (newPassword: string) =>
    changePassword({ ctx, input: { currentPassword: 'the old one', newPassword } });
  const both = await Promise.allSettled([
    change('turnip lantern ocean'),
    change('ocean lantern turnip'),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { details: [{ field: 'currentPassword', code: 'wrong_password' }] },
  });
});
