import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Reason } from '@/domain/delivery-reasons';
import type { NotificationKind } from '@/domain/notification';
import type { Database } from '@/server/db/client';
import { companies, hooks, notifications, projects, users } from '@/server/db/schema';
import type { Log } from '@/server/services/context';
import { readReason } from '@/server/services/stored-json';

export type HealthNotification = {
  id: number;
  kind: NotificationKind;
  reason: Reason | null;
  createdAt: Date;
  hookName: string;
  companyName: string;
  projectName: string | null;
  /** The path of the hook's page. */
  path: string;
};

/** All changes that one person has not heard of yet, the oldest first. */
export type HealthLetter = {
  userId: number;
  email: string;
  language: 'en' | 'pt-BR' | 'es' | null;
  timeZone: string | null;
  notifications: HealthNotification[];
};

export type SendLetter = (letter: HealthLetter) => Promise<void>;

type Addressee = Omit<HealthLetter, 'notifications'>;

const PEOPLE_MAX = 100;

/**
 * Mails people the changes of their hooks that they have not read in the console. It mails each change once, and at
 * most one mail per person in ten minutes, however many hooks fail. The next call retries a failed mail a minute later,
 * until its notifications are a day old.
 */
export async function mailNotifications(db: Database, send: SendLetter, log: Log): Promise<void> {
  const people = await takeTurns(db);
  for (const [index, person] of people.entries()) {
    const unheard = await unheardOf(db, person.userId);
    if (unheard.length === 0) continue;
    try {
      await send({ ...person, notifications: unheard });
    } catch (error) {
      log.warn({ err: error, user: person.userId }, 'An e-mail was not sent and is retried');
      // The other mails would only wait for the same server.
      await giveBack(db, people.slice(index));
      return;
    }
    await db.asSystem((tx) =>
      tx
        .update(notifications)
        .set({ mailedAt: sql`now()` })
        .where(
          inArray(
            notifications.id,
            unheard.map(({ id }) => id),
          ),
        ),
    );
  }
}

/** Makes the notifications of these people due again in a minute. */
async function giveBack(db: Database, people: readonly Addressee[]): Promise<void> {
  await db.asSystem((tx) =>
    tx
      .update(users)
      .set({ mailedAt: sql`now() - interval '9 minutes'` })
      .where(
        inArray(
          users.id,
          people.map(({ userId }) => userId),
        ),
      ),
  );
}

/**
 * Selects the people whose turn it is. It marks them before the mail is sent, so that no other process sends the mail
 * too.
 */
async function takeTurns(db: Database): Promise<Addressee[]> {
  const { rows } = await db.asSystem((tx) =>
    tx.execute<Addressee>(sql`
      UPDATE gancho.users u SET mailed_at = now()
      WHERE u.id IN (
        SELECT p.id FROM gancho.users p
        WHERE p.wants_mail AND p.disabled_at IS NULL
          AND (p.mailed_at IS NULL OR p.mailed_at < now() - interval '10 minutes')
          AND EXISTS (
            SELECT FROM gancho.notifications n WHERE n.user_id = p.id AND n.read_at IS NULL
              AND n.mailed_at IS NULL AND n.created_at > now() - interval '1 day')
        ORDER BY p.mailed_at NULLS FIRST LIMIT ${PEOPLE_MAX} FOR UPDATE SKIP LOCKED
      )
      RETURNING u.id AS "userId", u.email, u.language, u.time_zone AS "timeZone"`),
  );
  return rows;
}

async function unheardOf(db: Database, userId: number): Promise<HealthNotification[]> {
  const rows = await db.asSystem((tx) =>
    tx
      .select({
        id: notifications.id,
        kind: notifications.kind,
        reason: notifications.reason,
        createdAt: notifications.createdAt,
        hookName: hooks.name,
        companyName: companies.name,
        projectName: projects.name,
        path: sql<string>`concat('/companies/', ${hooks.companyId}, '/projects/' || ${hooks.projectId}, '/tools/webhooks/', ${hooks.id})`,
      })
      .from(notifications)
      .innerJoin(
        hooks,
        and(eq(hooks.companyId, notifications.companyId), eq(hooks.id, notifications.hookId)),
      )
      .innerJoin(companies, eq(companies.id, notifications.companyId))
      .leftJoin(projects, eq(projects.id, hooks.projectId))
      .where(
        and(
          eq(notifications.userId, userId),
          isNull(notifications.readAt),
          isNull(notifications.mailedAt),
          sql`${notifications.createdAt} > now() - interval '1 day'`,
          // A person who is no longer an admin of the tenant gets no more notifications of it.
          sql`EXISTS (
            SELECT FROM gancho.memberships m WHERE m.user_id = ${notifications.userId} AND m.role = 'admin'
              AND m.company_id = ${hooks.companyId} AND (m.project_id IS NULL OR m.project_id = ${hooks.projectId}))`,
        ),
      )
      .orderBy(asc(notifications.id)),
  );
  return rows.map((row) => ({ ...row, reason: readReason(row.reason) }));
}
