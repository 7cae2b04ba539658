import type { HookAddress } from '@/contracts/hooks';
import type { Trigger } from '@/contracts/triggers';
import { triggers } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireHook } from '../hooks/hook-rows';
import { liveTriggersOf, toTrigger } from './trigger-rows';

/** All triggers of a hook (the catalogue bounds their number), oldest first. */
export async function listTriggers({
  ctx,
  input,
}: {
  ctx: Context;
  input: HookAddress;
}): Promise<{ items: Trigger[] }> {
  const { companyId, projectId, hookId } = input;
  const place = { companyId, projectId };
  authorise(ctx.actor, place, 'hooks:read');
  const rows = await ctx.db.asTenant(companyId, async (tx) => {
    await requireHook(tx, place, hookId);
    return tx.select().from(triggers).where(liveTriggersOf(companyId, hookId)).orderBy(triggers.id);
  });
  return { items: rows.map((row) => toTrigger(place, row)) };
}
