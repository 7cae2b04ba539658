import { and, eq, sql } from 'drizzle-orm';
import type { DiscardedQueue } from '@/contracts/hook-actions';
import type { HookAddress } from '@/contracts/hooks';
import type { Transaction } from '@/server/db/client';
import { apiClients, users } from '@/server/db/schema';
import type { Reason } from '@/server/db/schema/history';
import { type Actor, authorise } from '../actor';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { requireHook } from './hook-rows';

/** Discards all that waits, by a mark: the engine brings the deliveries in line at once, in chunks. */
export async function discardQueue({
  ctx,
  input,
}: {
  ctx: Context;
  input: HookAddress;
}): Promise<DiscardedQueue> {
  const { companyId, projectId, hookId } = input;
  const place = { companyId, projectId };
  authorise(ctx.actor, place, 'hooks:write');

  const discarded = await ctx.db.asTenant(companyId, async (tx) => {
    await tx.execute(sql`SELECT gancho.lock_hook(${hookId})`);
    await requireHook(tx, place, hookId);
    const reason = JSON.stringify(await reasonOf(tx, ctx.actor));
    const [row] = await tx.execute<{ count: number }>(
      sql`SELECT gancho.discard_queue(${hookId}, ${reason}::jsonb) AS count`,
    );
    const count = row?.count ?? 0;
    await recordAudit(tx, ctx.actor, {
      place,
      action: 'hook.discard_queue',
      subjectId: hookId,
      details: { discarded: count },
    });
    return count;
  });
  ctx.announce('gancho/deliveries.due');
  return { discarded };
}

async function reasonOf(tx: Transaction, actor: Actor): Promise<Reason> {
  const by = await nameOf(tx, actor);
  return by === null
    ? { code: 'queue_discarded', params: {} }
    : { code: 'queue_discarded_by', params: { by } };
}

/** Null for an operator, and for a person of whom the company knows nothing. */
async function nameOf(tx: Transaction, actor: Actor): Promise<string | null> {
  switch (actor.kind) {
    case 'operator':
      return null;
    case 'user': {
      const [user] = await tx
        .select({ name: users.name })
        .from(users)
        .where(eq(users.id, actor.userId));
      return user?.name ?? null;
    }
    case 'client': {
      const [client] = await tx
        .select({ name: apiClients.name })
        .from(apiClients)
        .where(
          and(eq(apiClients.companyId, actor.companyId), eq(apiClients.id, actor.apiClientId)),
        );
      return client?.name ?? null;
    }
  }
}
