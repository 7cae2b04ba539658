import { sql } from 'drizzle-orm';
import type { DiscardedQueue } from '@/contracts/hook-actions';
import type { HookAddress } from '@/contracts/hooks';
import { authorise } from '../actor';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { discardReason } from './discard-reason';
import { requireHook } from './hook-rows';

/** Discards all waiting deliveries with a mark. The engine updates the deliveries at once, in chunks. */
export async function discardQueue({
  ctx,
  input,
}: {
  ctx: Context;
  input: HookAddress;
}): Promise<DiscardedQueue> {
  const { companyId, projectId, hookId } = input;
  const tenant = { companyId, projectId };
  authorise(ctx.actor, tenant, 'hooks:write');

  const discarded = await ctx.db.asTenant(companyId, async (tx) => {
    await tx.execute(sql`SELECT gancho.lock_hook(${hookId})`);
    await requireHook(tx, tenant, hookId);
    const reason = JSON.stringify(await discardReason(tx, ctx.actor, 'queue_discarded'));
    const {
      rows: [row],
    } = await tx.execute<{ count: number }>(
      sql`SELECT gancho.discard_queue(${hookId}, ${reason}::jsonb) AS count`,
    );
    const count = row?.count ?? 0;
    await recordAudit(tx, ctx.actor, {
      tenant,
      action: 'hook.discard_queue',
      subjectId: hookId,
      details: { discarded: count },
    });
    return count;
  });
  ctx.announce('gancho/deliveries.due');
  return { discarded };
}
