import { sql } from 'drizzle-orm';
import type { Hook, HookAddress } from '@/contracts/hooks';
import { conflict } from '@/domain/errors';
import type { Transaction } from '@/server/db/client';
import { QUEUE_CHUNK } from '@/server/db/queue-chunk';
import { authorise } from '../actor';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { requireHook } from './hook-rows';

/**
 * "Try now": closes the circuit and sends the waiting retries at once. A long queue follows in chunks, the oldest
 * first. If this ends halfway, the other deliveries keep their times.
 */
export async function resumeHook({
  ctx,
  input,
}: {
  ctx: Context;
  input: HookAddress;
}): Promise<Hook> {
  const { companyId, projectId, hookId } = input;
  const tenant = { companyId, projectId };
  authorise(ctx.actor, tenant, 'hooks:write');

  const [hook, first, isClosed] = await ctx.db.asTenant(companyId, async (tx) => {
    await tx.execute(sql`SELECT gancho.lock_hook(${hookId})`);
    const before = await requireHook(tx, tenant, hookId);
    if (before.status === 'disabled') {
      throw conflict('The hook is disabled: enable it, and what waits goes out.');
    }
    const last = await resume(tx, hookId, 0);
    await recordAudit(tx, ctx.actor, { tenant, action: 'hook.resume', subjectId: hookId });
    return [await requireHook(tx, tenant, hookId), last, before.health === 'failing'] as const;
  });
  if (isClosed) {
    const fields = { event: 'circuit_closed', hook_id: hookId, company_id: companyId };
    ctx.log.info(fields, 'A person closed the circuit of a hook to try it now');
  }
  ctx.announce('gancho/deliveries.due');
  for (let last = first; last !== null; ) {
    const after = last;
    last = await ctx.db.asTenant(companyId, (tx) => resume(tx, hookId, after));
    ctx.announce('gancho/deliveries.due');
  }
  return hook;
}

/** Resumes one chunk. Returns the last delivery of it, or null if nothing is left. */
async function resume(tx: Transaction, hookId: number, after: number): Promise<number | null> {
  const {
    rows: [row],
  } = await tx.execute<{ last: number | null }>(
    sql`SELECT gancho.resume_hook(${hookId}, ${after}, ${QUEUE_CHUNK}) AS last`,
  );
  return row?.last ?? null;
}
