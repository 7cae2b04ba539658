import { and, eq, sql } from 'drizzle-orm';
import type { HookQueue } from '@/contracts/hook-actions';
import type { ReadableHookAddress } from '@/contracts/hooks';
import { deliveryCounts, hookQueue } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from './hook-rows';

/**
 * The waiting deliveries of a hook. It reads counters and the hook's one live row, whatever the length of the queue.
 */
export async function getQueue({
  ctx,
  input,
}: {
  ctx: Context;
  input: ReadableHookAddress;
}): Promise<HookQueue> {
  const { companyId, projectId, hookId } = input;
  authorise(ctx.actor, { companyId, projectId }, 'hooks:read');
  return ctx.db.asTenant(companyId, async (tx) => {
    await requireReadableHook(tx, input);
    const q = hookQueue;
    const c = deliveryCounts;
    const [live] = await tx
      .select({
        inFlight: q.inFlight,
        nextAttemptAt: sql<Date | null>`nullif(${q.nextAt}, 'infinity')`.mapWith(q.nextAt),
        isCircuitOpen: sql<boolean>`${q.circuitOpenedAt} IS NOT NULL`,
        isDiscarding: q.isDiscarding,
      })
      .from(q)
      .where(and(eq(q.companyId, companyId), eq(q.hookId, hookId)));
    const [counted] = await tx
      .select({ depth: sql<number>`coalesce(sum(${c.queued} + ${c.retrying}), 0)::float8` })
      .from(c)
      .where(and(eq(c.companyId, companyId), eq(c.hookId, hookId)));
    return {
      depth: counted?.depth ?? 0,
      inFlight: live?.inFlight ?? 0,
      nextAttemptAt: live?.nextAttemptAt ?? null,
      isCircuitOpen: live?.isCircuitOpen ?? false,
      isDiscarding: live?.isDiscarding ?? false,
    };
  });
}
