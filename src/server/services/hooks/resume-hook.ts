import { sql } from 'drizzle-orm';
import type { Hook, HookAddress } from '@/contracts/hooks';
import { conflict } from '@/domain/errors';
import { authorise } from '../actor';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { requireHook } from './hook-rows';

/** "Try now": closes the circuit, and what waits for its time goes at once. */
export async function resumeHook({
  ctx,
  input,
}: {
  ctx: Context;
  input: HookAddress;
}): Promise<Hook> {
  const { companyId, projectId, hookId } = input;
  const place = { companyId, projectId };
  authorise(ctx.actor, place, 'hooks:write');

  const hook = await ctx.db.asTenant(companyId, async (tx) => {
    await tx.execute(sql`SELECT gancho.lock_hook(${hookId})`);
    const before = await requireHook(tx, place, hookId);
    if (before.status === 'disabled') {
      throw conflict('The hook is disabled: enable it, and what waits goes out.');
    }
    await tx.execute(sql`SELECT gancho.resume_hook(${hookId})`);
    await recordAudit(tx, ctx.actor, { place, action: 'hook.resume', subjectId: hookId });
    return requireHook(tx, place, hookId);
  });
  ctx.announce('gancho/deliveries.due');
  return hook;
}
