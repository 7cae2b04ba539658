import { and, count, eq, isNull } from 'drizzle-orm';
import type { UnreadCount } from '@/contracts/notifications';
import { hooks, notifications } from '@/server/db/schema';
import { requireUser } from '../accounts';
import type { Context } from '../context';
import { withinAccess } from './within-access';

/** The number of notifications that the signed-in person has not read. */
export async function countUnread({ ctx }: { ctx: Context }): Promise<UnreadCount> {
  const actor = requireUser(ctx.actor);
  const [found] = await ctx.db.asSystem((tx) =>
    tx
      .select({ unread: count() })
      .from(notifications)
      .innerJoin(
        hooks,
        and(eq(hooks.companyId, notifications.companyId), eq(hooks.id, notifications.hookId)),
      )
      .where(and(withinAccess(actor), isNull(notifications.readAt))),
  );
  return { unread: found?.unread ?? 0 };
}
