import { and, eq, isNull, sql } from 'drizzle-orm';
import type { HookAddress } from '@/contracts/hooks';
import { hooks, triggers } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { discardReason } from './discard-reason';
import { hooksOf, requireHook } from './hook-rows';

/** Deletes a hook with its triggers and discards its waiting deliveries. Its history stays for the retention. */
export async function deleteHook({
  ctx,
  input,
}: {
  ctx: Context;
  input: HookAddress;
}): Promise<void> {
  const { companyId, projectId, hookId } = input;
  const tenant = { companyId, projectId };
  authorise(ctx.actor, tenant, 'hooks:write');

  await ctx.db.asTenant(companyId, async (tx) => {
    await tx.execute(sql`SELECT gancho.lock_hook(${hookId})`);
    const hook = await requireHook(tx, tenant, hookId);
    await tx
      .update(hooks)
      .set({ deletedAt: sql`clock_timestamp()`, updatedAt: sql`clock_timestamp()` })
      .where(and(hooksOf(tenant), eq(hooks.id, hookId)));
    await tx
      .update(triggers)
      .set({ deletedAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(triggers.companyId, companyId),
          eq(triggers.hookId, hookId),
          isNull(triggers.deletedAt),
        ),
      );
    await tx.execute(sql`SELECT gancho.sync_hook_queue(${hookId})`);
    const reason = JSON.stringify(await discardReason(tx, ctx.actor, 'hook_deleted'));
    await tx.execute(sql`SELECT gancho.discard_queue(${hookId}, ${reason}::jsonb)`);
    await recordAudit(tx, ctx.actor, {
      tenant,
      action: 'hook.delete',
      subjectId: hookId,
      details: { name: hook.name, destination_url: hook.destinationUrl },
    });
  });
  // The engine carries out the discard mark.
  ctx.announce('gancho/deliveries.due');
}
