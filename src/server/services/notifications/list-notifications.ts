import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { ListNotificationsInput, NotificationList } from '@/contracts/notifications';
import { companies, hooks, notifications, projects } from '@/server/db/schema';
import { requireUser } from '../accounts';
import type { Context } from '../context';
import { readReason } from '../stored-json';
import { withinAccess } from './within-access';

const PAGE_SIZE = 50;

/** The notifications of the signed-in person, the latest first, for tenants that are still accessible. */
export async function listNotifications({
  ctx,
  input: { cursor },
}: {
  ctx: Context;
  input: ListNotificationsInput;
}): Promise<NotificationList> {
  const actor = requireUser(ctx.actor);
  const rows = await ctx.db.asSystem((tx) =>
    tx
      .select({
        id: notifications.id,
        kind: notifications.kind,
        reason: notifications.reason,
        createdAt: notifications.createdAt,
        isRead: sql<boolean>`${notifications.readAt} IS NOT NULL`,
        companyId: notifications.companyId,
        companyName: companies.name,
        projectId: hooks.projectId,
        projectName: projects.name,
        hookId: notifications.hookId,
        hookName: hooks.name,
      })
      .from(notifications)
      .innerJoin(
        hooks,
        and(eq(hooks.companyId, notifications.companyId), eq(hooks.id, notifications.hookId)),
      )
      .innerJoin(companies, eq(companies.id, notifications.companyId))
      .leftJoin(projects, eq(projects.id, hooks.projectId))
      .where(and(withinAccess(actor), cursor ? lt(notifications.id, cursor) : undefined))
      .orderBy(desc(notifications.id))
      .limit(PAGE_SIZE + 1),
  );
  const items = rows.slice(0, PAGE_SIZE).map((row) => ({ ...row, reason: readReason(row.reason) }));
  return { items, next: rows.length > PAGE_SIZE ? (items.at(-1)?.id ?? null) : null };
}
