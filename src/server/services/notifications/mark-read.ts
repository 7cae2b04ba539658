import { and, eq, isNull, lte, sql } from 'drizzle-orm';
import type { MarkReadInput, UnreadCount } from '@/contracts/notifications';
import { notifications } from '@/server/db/schema';
import { requireUser } from '../accounts';
import type { Context } from '../context';
import { countUnread } from './count-unread';

/** A mark of the person's own that concerns nobody else, so it leaves no audit row. */
export async function markRead({
  ctx,
  input: { through },
}: {
  ctx: Context;
  input: MarkReadInput;
}): Promise<UnreadCount> {
  const { userId } = requireUser(ctx.actor);
  await ctx.db.asSystem((tx) =>
    tx
      .update(notifications)
      .set({ readAt: sql`now()` })
      .where(
        and(
          eq(notifications.userId, userId),
          lte(notifications.id, through),
          isNull(notifications.readAt),
        ),
      ),
  );
  return countUnread({ ctx });
}
