import { actorOf } from '@tests/factories/actor-of';
import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Reason } from '@/domain/delivery-reasons';
import { hookQueue, hooks, memberships, notifications, users } from '@/server/db/schema';
import { noteHealthChange } from '@/server/engine/maintenance/note-health-change';
import { purge } from '@/server/engine/maintenance/purge';
import type { Role } from '../actor';
import type { Context } from '../context';
import { countUnread, listNotifications, markRead } from '.';

const database = useDatabase();
let world: World;
let tenant: { companyId: number; projectId: number };
let hookId: number;
let serial = 0;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());

beforeEach(async () => {
  tenant = await insertCompany(world);
  ({ hookId } = await insertHook(world, { ...tenant, destinationUrl: 'https://example.com/' }));
});

/** Creates a person with one role, and returns the person's context. */
async function person(role: Role, projectId: number | null): Promise<Context> {
  serial += 1;
  const userId = await world.db.asSystem(async (tx) => {
    const [user] = await tx
      .insert(users)
      .values({ email: `person-${serial}@example.com` })
      .returning();
    if (user === undefined) throw new Error('no user');
    await tx
      .insert(memberships)
      .values({ companyId: tenant.companyId, userId: user.id, projectId, role });
    return user.id;
  });
  const actor = await actorOf(world.services, userId);
  if (actor === null) throw new Error('no actor');
  return { ...world.services, actor };
}

const ERROR: Reason = { code: 'http_status', params: { status: 503 } };

async function change(fields: Partial<typeof hookQueue.$inferInsert>): Promise<void> {
  await world.db.asSystem((tx) =>
    tx.update(hookQueue).set(fields).where(eq(hookQueue.hookId, hookId)),
  );
  await noteHealthChange(world.db, { hookId, companyId: tenant.companyId });
}

const fails = (openedAt = new Date()) =>
  change({ circuitOpenedAt: openedAt, incidentAt: openedAt, probeAt: openedAt, lastError: ERROR });
const recovers = () => change({ circuitOpenedAt: null, incidentAt: null, probeAt: null });

const kindsOf = async (ctx: Context) =>
  (await listNotifications({ ctx, input: {} })).items.map(({ kind }) => kind);

it('notifies admins of the tenant that a hook fails, with the reason, and that it recovered', async () => {
  const admin = await person('admin', null);
  const projectAdmin = await person('admin', tenant.projectId);
  await fails();
  await recovers();
  for (const ctx of [admin, projectAdmin]) {
    const { items } = await listNotifications({ ctx, input: {} });
    expect(items).toMatchObject([
      { kind: 'recovered', reason: null, hookId, isRead: false },
      { kind: 'failing', reason: ERROR, hookName: 'Hook', projectName: 'Tower' },
    ]);
  }
});

it('does not notify people who may not act on it, or people of another company', async () => {
  const reader = await person('read_only', null);
  const elsewhere = tenant;
  tenant = await insertCompany(world, 'Other');
  const stranger = await person('admin', null);
  tenant = elsewhere;
  await fails();
  expect(await kindsOf(reader)).toEqual([]);
  expect(await kindsOf(stranger)).toEqual([]);
});

it('notifies once per change, however often it is noted', async () => {
  const admin = await person('admin', null);
  const openedAt = new Date();
  await fails(openedAt);
  await fails(openedAt);
  await recovers();
  await recovers();
  expect(await kindsOf(admin)).toEqual(['recovered', 'failing']);
  await fails(new Date(openedAt.getTime() + 60_000));
  expect(await kindsOf(admin)).toEqual(['failing', 'recovered', 'failing']);
});

it('notifies that an endpoint is gone', async () => {
  const admin = await person('admin', null);
  await world.db.asSystem((tx) =>
    tx
      .update(hooks)
      .set({ status: 'disabled', disabledReason: 'gone' })
      .where(eq(hooks.id, hookId)),
  );
  await change({ incidentAt: new Date() });
  expect(await kindsOf(admin)).toEqual(['gone']);
});

it('is unread until marked, for each person separately', async () => {
  const [reader, other] = [await person('admin', null), await person('admin', null)];
  await fails();
  expect(await countUnread({ ctx: reader })).toEqual({ unread: 1 });
  const through = (await listNotifications({ ctx: reader, input: {} })).items[0]?.id ?? 0;
  await recovers();
  expect(await markRead({ ctx: reader, input: { through } })).toEqual({ unread: 1 });
  expect(await countUnread({ ctx: other })).toEqual({ unread: 2 });
});

it('shows no notifications of a tenant that is no longer accessible', async () => {
  const admin = await person('admin', tenant.projectId);
  await fails();
  const lost: Context = { ...admin, actor: { ...admin.actor, roles: [] } as Context['actor'] };
  expect(await kindsOf(lost)).toEqual([]);
  expect(await countUnread({ ctx: lost })).toEqual({ unread: 0 });
});

it('is purged with the history', async () => {
  const admin = await person('admin', null);
  await fails();
  const old = new Date(Date.now() - 40 * 24 * 3600 * 1000);
  await world.db.asSystem((tx) => tx.update(notifications).set({ createdAt: old }));
  await purge(world.db, { retentionDays: 28, log: world.services.log });
  expect(await kindsOf(admin)).toEqual([]);
});
