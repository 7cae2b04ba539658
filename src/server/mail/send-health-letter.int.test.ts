import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { type MailServer, startMailServer } from '@tests/support/mail-server';
import { eq, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Reason } from '@/domain/delivery-reasons';
import { hookQueue, memberships, notifications, users } from '@/server/db/schema';
import { mailNotifications } from '@/server/engine/maintenance/mail-notifications';
import { noteHealthChange } from '@/server/engine/maintenance/note-health-change';
import { createMailer, type Mailer } from '@/server/gateways/mailer';
import { sendHealthLetter } from './send-health-letter';

const database = useDatabase();
const PUBLIC_URL = 'https://hooks.example.com';
const ERROR: Reason = { code: 'http_status', params: { status: 503 } };
let world: World;
let server: MailServer;
let mailer: Mailer;
let tenant: { companyId: number; projectId: number };
let serial = 0;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());
beforeEach(async () => {
  await world.db.asSystem((tx) => tx.delete(users));
  tenant = await insertCompany(world, 'Acme');
  await listen();
});
afterEach(async () => {
  mailer.close();
  await server.close();
});

async function listen() {
  server = await startMailServer();
  mailer = createMailer({ url: server.url, from: 'Gancho <hooks@example.com>' });
}

const mail = () =>
  mailNotifications(
    world.db,
    (letter) => sendHealthLetter({ mailer, publicUrl: PUBLIC_URL }, letter),
    world.services.log,
  );

async function admin(fields: Partial<typeof users.$inferInsert> = {}) {
  serial += 1;
  const email = `admin-${serial}@example.com`;
  const userId = await world.db.asSystem(async (tx) => {
    const [user] = await tx
      .insert(users)
      .values({ email, ...fields })
      .returning();
    const id = user?.id ?? 0;
    await tx
      .insert(memberships)
      .values({ companyId: tenant.companyId, userId: id, projectId: null, role: 'admin' });
    return id;
  });
  return { email, userId };
}

async function failingHook(name: string) {
  const { hookId } = await insertHook(world, {
    ...tenant,
    name,
    destinationUrl: 'https://example.com/',
  });
  await world.db.asSystem((tx) =>
    tx
      .update(hookQueue)
      .set({
        circuitOpenedAt: new Date(),
        incidentAt: new Date(),
        probeAt: new Date(),
        lastError: ERROR,
      })
      .where(eq(hookQueue.hookId, hookId)),
  );
  await noteHealthChange(world.db, { hookId, companyId: tenant.companyId });
  return hookId;
}

const tenMinutesPass = () =>
  world.db.asSystem((tx) =>
    tx.update(users).set({ mailedAt: sql`${users.mailedAt} - interval '10 minutes'` }),
  );

it('gives an admin the event, its reason, its place, and the way to turn mails off', async () => {
  const { email } = await admin();
  const hookId = await failingHook('Cost sync');
  await mail();
  const [received] = server.mails;
  expect(received).toMatchObject({
    to: [email],
    from: 'hooks@example.com',
    subject: 'Cost sync is failing',
  });
  expect(received?.text).toContain('Acme / Tower');
  expect(received?.text).toContain('The endpoint answered 503.');
  expect(received?.text).toContain(
    `${PUBLIC_URL}/companies/${tenant.companyId}/projects/${tenant.projectId}/tools/webhooks/${hookId}`,
  );
  expect(received?.text).toContain(`${PUBLIC_URL}/account`);
});

it('writes in the language and the time of the person', async () => {
  await admin({ language: 'pt-BR', timeZone: 'America/Sao_Paulo' });
  await failingHook('Custos');
  await mail();
  expect(server.mails[0]?.subject).toContain('Custos');
  expect(server.mails[0]?.text).toContain('Você recebe este e-mail');
  expect(server.mails[0]?.text).toMatch(/BRT|GMT-3/);
});

describe('limits mails', () => {
  it('reports each change once, at any number of calls', async () => {
    await admin();
    await failingHook('Once');
    await Promise.all([mail(), mail(), mail()]);
    await tenMinutesPass();
    await mail();
    expect(server.mails).toHaveLength(1);
  });

  it('collects the events of ten minutes after a mail into the next one', async () => {
    await admin();
    await failingHook('First');
    await mail();
    for (let i = 0; i < 30; i += 1) await failingHook(`Hook ${i}`);
    await mail();
    expect(server.mails).toHaveLength(1);

    await tenMinutesPass();
    await mail();
    expect(server.mails).toHaveLength(2);
    expect(server.mails[1]?.subject).toBe('30 changes to your hooks');
    expect(server.mails[1]?.text).toContain('And 10 more.');
  });
});

describe('sends no mail', () => {
  it('to a person who wants none, is disabled, has read it, or is no longer an admin', async () => {
    await admin({ wantsMail: false });
    await admin({ disabledAt: new Date() });
    const reader = await admin();
    const former = await admin();
    await failingHook('Quiet');
    await world.db.asSystem(async (tx) => {
      await tx
        .update(notifications)
        .set({ readAt: new Date() })
        .where(eq(notifications.userId, reader.userId));
      await tx
        .update(memberships)
        .set({ role: 'read_only' })
        .where(eq(memberships.userId, former.userId));
    });
    await mail();
    expect(server.mails).toEqual([]);
  });

  it('with a header from a hook’s name', async () => {
    await admin();
    await failingHook('Evil\r\nBcc: everybody@example.com');
    await mail();
    expect(server.mails[0]?.to).toHaveLength(1);
    expect(server.mails[0]?.headers.bcc).toBeUndefined();
    expect(server.mails[0]?.subject).toContain('Evil Bcc: everybody@example.com');
  });
});

it('is sent later, once, when the mail server is unavailable', async () => {
  await admin();
  await admin();
  await failingHook('Patient');
  await server.close();
  await mail();
  mailer.close();
  await listen();
  await mail();
  expect(server.mails).toEqual([]);

  await tenMinutesPass();
  await mail();
  await mail();
  expect(server.mails).toHaveLength(2);
});
