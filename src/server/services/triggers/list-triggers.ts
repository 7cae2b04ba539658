import type { ReadableHookAddress } from '@/contracts/hooks';
import type { Trigger } from '@/contracts/triggers';
import { triggers } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from '../hooks/hook-rows';
import { selectedOf, toTrigger } from './trigger-rows';

/** All triggers of a hook (the catalogue bounds their number), oldest first. For a deleted hook, its last triggers. */
export async function listTriggers({
  ctx,
  input,
}: {
  ctx: Context;
  input: ReadableHookAddress;
}): Promise<{ items: Trigger[] }> {
  const { companyId, projectId } = input;
  const tenant = { companyId, projectId };
  authorise(ctx.actor, tenant, 'hooks:read');
  const rows = await ctx.db.asTenant(companyId, async (tx) => {
    const hook = await requireReadableHook(tx, input);
    return tx.select().from(triggers).where(selectedOf(hook)).orderBy(triggers.id);
  });
  return { items: rows.map((row) => toTrigger(tenant, row)) };
}
