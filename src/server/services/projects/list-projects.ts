import { asc, eq } from 'drizzle-orm';
import { notFound } from '@/domain/errors';
import { companies, projects } from '@/server/db/schema';
import type { Context } from '../context';
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
    const owner = await tx
      .select({ id: companies.id })
      .from(companies)
      .where(eq(companies.id, companyId));
    if (owner.length === 0) throw notFound(`Company ${companyId}`);
    return tx
      .select({ id: projects.id, name: projects.name, companyId: projects.companyId })
      .from(projects)
      .where(eq(projects.companyId, companyId))
      .orderBy(asc(projects.id));
  });
}
