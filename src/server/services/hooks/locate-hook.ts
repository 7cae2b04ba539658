import { and, eq, isNull } from 'drizzle-orm';
import { notFound } from '@/domain/errors';
import { hooks } from '@/server/db/schema';
import { hasAccess, type Tenant } from '../actor';
import type { Context } from '../context';

/**
 * The tenant of a hook when only its company is known, because older clients name a hook by its id and send no project.
 * A hook of a tenant without access is not found.
 */
export async function locateHook({
  ctx,
  input,
}: {
  ctx: Context;
  input: { companyId: number; hookId: number };
}): Promise<Tenant> {
  const { companyId, hookId } = input;
  const [row] = await ctx.db.asTenant(companyId, (tx) =>
    tx
      .select({ projectId: hooks.projectId })
      .from(hooks)
      .where(and(eq(hooks.companyId, companyId), eq(hooks.id, hookId), isNull(hooks.deletedAt))),
  );
  const tenant = row && { companyId, projectId: row.projectId };
  if (tenant === undefined || !hasAccess(ctx.actor, tenant)) throw notFound('The hook');
  return tenant;
}
