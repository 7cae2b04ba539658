import { and, eq } from 'drizzle-orm';
import type { Hook, ListHooksInput } from '@/contracts/hooks';
import { hooks } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { hooksListedFor, selectHooks } from './hook-rows';
import { requireTenant } from './require-tenant';

/** All live hooks of the tenant (their number is bounded), oldest first. On request, the deleted ones. */
export async function listHooks({
  ctx,
  input,
}: {
  ctx: Context;
  input: ListHooksInput;
}): Promise<{ items: Hook[] }> {
  const tenant = { companyId: input.companyId, projectId: input.projectId };
  authorise(ctx.actor, tenant, 'hooks:read');
  const items = await ctx.db.asTenant(input.companyId, async (tx) => {
    await requireTenant(tx, tenant);
    return selectHooks(
      tx,
      and(
        hooksListedFor(input),
        input.namespace === undefined ? undefined : eq(hooks.namespace, input.namespace),
        input.payloadVersion === undefined
          ? undefined
          : eq(hooks.payloadVersion, input.payloadVersion),
      ),
    );
  });
  return { items };
}
