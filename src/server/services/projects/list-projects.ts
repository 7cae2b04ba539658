import { asc, eq } from 'drizzle-orm';
import { projects } from '@/server/db/schema';
import type { Context } from '../context';
import { requireTenant } from '../hooks/require-tenant';
import { requireOperator } from '../operator';

export type Project = { id: number; name: string; companyId: number };

/** Every project of a company. */
export async function listProjects({
  ctx,
  input: { companyId },
}: {
  ctx: Context;
  input: { companyId: number };
}): Promise<Project[]> {
  requireOperator(ctx.actor);
  return ctx.db.asTenant(companyId, async (tx) => {
    await requireTenant(tx, { companyId, projectId: null });
    return tx
      .select({ id: projects.id, name: projects.name, companyId: projects.companyId })
      .from(projects)
      .where(eq(projects.companyId, companyId))
      .orderBy(asc(projects.id));
  });
}
