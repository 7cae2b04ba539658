import { and, eq, type SQL } from 'drizzle-orm';
import { isServiceError, notFound } from '@/domain/errors';
import type { Scope } from '@/domain/scopes';
import { hooks, inspectorRequests, inspectors } from '@/server/db/schema';
import { authorise, type Tenant } from '../actor';
import type { Context } from '../context';

/**
 * The tenant of an inspector's address, if the actor has `scope` there. The search covers all companies. An address
 * without access gets the same answer as one that does not exist.
 */
export async function authoriseInspector(
  ctx: Context,
  inspectorId: string,
  scope: Scope,
): Promise<Tenant> {
  if (!ctx.settings.isDemo) throw notFound('The inspector');
  const [tenant] = await ctx.db.asSystem((tx) =>
    tx
      .select({ companyId: inspectors.companyId, projectId: hooks.projectId })
      .from(inspectors)
      .leftJoin(hooks, eq(hooks.id, inspectors.hookId))
      .where(eq(inspectors.id, inspectorId)),
  );
  if (tenant === undefined) throw notFound('The inspector');
  try {
    authorise(ctx.actor, tenant, scope);
  } catch (error) {
    throw isServiceError(error) && error.code === 'not_found' ? notFound('The inspector') : error;
  }
  return tenant;
}

export function requestsOf(companyId: number, inspectorId: string): SQL | undefined {
  return and(
    eq(inspectorRequests.companyId, companyId),
    eq(inspectorRequests.inspectorId, inspectorId),
  );
}
