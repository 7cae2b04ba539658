import { and, desc, eq, isNull, or, sql } from 'drizzle-orm';
import type { Reason } from '@/domain/delivery-reasons';
import { type NotificationKind, notificationsOf } from '@/domain/notification';
import type { Transaction } from '@/server/db/client';
import { hookQueue, hooks, memberships, notifications } from '@/server/db/schema';
import { isFailing } from '@/server/services/hooks/hook-rows';
import { lostCount } from '@/server/services/hooks/lost-events';

/**
 * Notifies the admins of a hook's tenant of its health, once per change. It reports the current state, so a late call
 * leaves out changes that are already over.
 */
export async function notifyAdmins(
  tx: Transaction,
  { hookId, companyId }: { hookId: number; companyId: number },
): Promise<void> {
  const own = and(eq(hooks.companyId, companyId), eq(hooks.id, hookId), isNull(hooks.deletedAt));
  const [hook] = await tx
    .select({
      projectId: hooks.projectId,
      isDisabledAsGone: sql<boolean>`${hooks.disabledReason} IS NOT DISTINCT FROM 'gone'`,
      disabledAt: hooks.updatedAt,
      isFailing,
      incidentAt: hookQueue.incidentAt,
      windowEndedAt: hookQueue.windowEndedAt,
      lastError: hookQueue.lastError,
      lostCount: lostCount(hooks.companyId, hooks.id),
    })
    .from(hooks)
    .innerJoin(hookQueue, eq(hookQueue.hookId, hooks.id))
    .where(own);
  if (hook === undefined) return;
  const due = notificationsOf({
    isDisabledAsGone: hook.isDisabledAsGone,
    disabledAtMs: hook.disabledAt.getTime(),
    isFailing: hook.isFailing,
    incidentMs: hook.incidentAt?.getTime() ?? null,
    windowEndedMs: hook.windowEndedAt?.getTime() ?? null,
    lostCount: hook.lostCount,
    last: await lastTold(tx, companyId, hookId),
  });
  const admins = due.length === 0 ? [] : await adminsOf(tx, companyId, hook.projectId);
  if (admins.length === 0) return;
  await tx
    .insert(notifications)
    .values(
      due.flatMap((each) =>
        admins.map(({ userId }) => ({
          ...each,
          companyId,
          userId,
          hookId,
          reason: reasonOf(each.kind, hook),
        })),
      ),
    )
    .onConflictDoNothing();
}

function reasonOf(
  kind: NotificationKind,
  { lastError, lostCount: count }: { lastError: Reason | null; lostCount: number },
): Reason | null {
  if (kind === 'failing') return lastError;
  return kind === 'window_ended' ? { code: 'hook_window_ended', params: { count } } : null;
}

async function lastTold(tx: Transaction, companyId: number, hookId: number) {
  const [last] = await tx
    .select({ kind: notifications.kind, changeKey: notifications.changeKey })
    .from(notifications)
    .where(and(eq(notifications.companyId, companyId), eq(notifications.hookId, hookId)))
    .orderBy(desc(notifications.id))
    .limit(1);
  return last ?? null;
}

/** The admins of the tenant. For a project, they include the company's admins. */
function adminsOf(tx: Transaction, companyId: number, projectId: number | null) {
  const company = isNull(memberships.projectId);
  return tx
    .selectDistinct({ userId: memberships.userId })
    .from(memberships)
    .where(
      and(
        eq(memberships.companyId, companyId),
        eq(memberships.role, 'admin'),
        projectId === null ? company : or(company, eq(memberships.projectId, projectId)),
      ),
    );
}
