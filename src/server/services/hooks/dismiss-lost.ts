import { sql } from 'drizzle-orm';
import type { DismissedLost } from '@/contracts/hook-actions';
import type { HookAddress } from '@/contracts/hooks';
import { QUEUE_CHUNK } from '@/server/db/queue-chunk';
import { authorise } from '../actor';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { requireHook } from './hook-rows';

/**
 * "I know": the hook's lost events no longer count as lost. They stay in the history and can be redelivered. It works
 * in chunks, so that the hook's lock is never held for long. If it ends halfway, the other events stay lost.
 */
export async function dismissLost({
  ctx,
  input,
}: {
  ctx: Context;
  input: HookAddress;
}): Promise<DismissedLost> {
  const { companyId, projectId, hookId } = input;
  const tenant = { companyId, projectId };
  authorise(ctx.actor, tenant, 'hooks:write');

  let dismissed = 0;
  for (let isLeft = true; isLeft; ) {
    const isFirst = dismissed === 0;
    const count = await ctx.db.asTenant(companyId, async (tx) => {
      const { lost } = await requireHook(tx, tenant, hookId);
      const {
        rows: [row],
      } = await tx.execute<{ count: number }>(
        sql`SELECT gancho.dismiss_lost(${hookId}, ${QUEUE_CHUNK}) AS count`,
      );
      if (isFirst) {
        await recordAudit(tx, ctx.actor, {
          tenant,
          action: 'hook.dismiss_lost',
          subjectId: hookId,
          details: { dismissed: lost?.count ?? 0 },
        });
      }
      return row?.count ?? 0;
    });
    dismissed += count;
    isLeft = count === QUEUE_CHUNK;
  }
  return { dismissed };
}
