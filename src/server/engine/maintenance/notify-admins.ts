import { and, desc, eq, isNull, notLike, or } from 'drizzle-orm';
import type { Hook } from '@/contracts/hooks';
import type { Reason } from '@/domain/delivery-reasons';
import { type NotificationKind, notificationsOf, WITHOUT_TROUBLE } from '@/domain/notification';
import type { Transaction } from '@/server/db/client';
import { hookQueue, hooks, memberships, notifications } from '@/server/db/schema';
import { selectHooks } from '@/server/services/hooks/hook-rows';

/**
 * Notifies the admins of a hook's tenant of its health, once per change. It reports the current state, so a late call
 * leaves out changes that are already over.
 */
export async function notifyAdmins(
  tx: Transaction,
  { hookId, companyId }: { hookId: number; companyId: number },
): Promise<void> {
  const own = and(eq(hooks.companyId, companyId), eq(hooks.id, hookId), isNull(hooks.deletedAt));
  const [hook] = await selectHooks(tx, own);
  if (hook === undefined) return;
  const due = notificationsOf({
    isDisabledAsGone: hook.disabledReason === 'gone',
    disabledAtMs: (hook.disabledAt ?? hook.updatedAt).getTime(),
    isFailing: hook.isFailing,
    incidentMs: hook.incidentAt?.getTime() ?? null,
    windowEndedMs: await windowEndedMs(tx, companyId, hookId),
    lost: hook.lost && { count: hook.lost.count, fromMs: hook.lost.from.getTime() },
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

function reasonOf(kind: NotificationKind, { lastError, lost }: Hook): Reason | null {
  if (kind === 'failing') return lastError;
  if (kind !== 'window_ended' || lost === null) return null;
  const { code, params } = lost.reason ?? { code: 'other', params: {} };
  return { code, params: { ...params, count: lost.count } };
}

async function windowEndedMs(tx: Transaction, companyId: number, hookId: number) {
  const [row] = await tx
    .select({ at: hookQueue.windowEndedAt })
    .from(hookQueue)
    .where(and(eq(hookQueue.companyId, companyId), eq(hookQueue.hookId, hookId)));
  return row?.at?.getTime() ?? null;
}

async function lastTold(tx: Transaction, companyId: number, hookId: number) {
  const [last] = await tx
    .select({ kind: notifications.kind, changeKey: notifications.changeKey })
    .from(notifications)
    .where(
      and(
        eq(notifications.companyId, companyId),
        eq(notifications.hookId, hookId),
        notLike(notifications.changeKey, `${WITHOUT_TROUBLE}%`),
      ),
    )
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
