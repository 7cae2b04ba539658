import { eq } from 'drizzle-orm';
import { notFound } from '@/domain/errors';
import { auditLog, companies, projects } from '@/server/db/schema';
import { auditColumns } from '../actor';
import type { Context } from '../context';
import { parseName, requireOperator } from '../operator';
import type { Project } from './list-projects';

export async function createProject({
  ctx,
  input,
}: {
  ctx: Context;
  input: { companyId: number; name: string };
}): Promise<Project> {
  requireOperator(ctx.actor);
  const { companyId } = input;
  const name = parseName(input.name);
  return ctx.db.asTenant(companyId, async (tx) => {
    const owner = await tx
      .select({ id: companies.id })
      .from(companies)
      .where(eq(companies.id, companyId));
    if (owner.length === 0) throw notFound(`Company ${companyId}`);
    const [project] = await tx
      .insert(projects)
      .values({ companyId, name })
      .returning({ id: projects.id, name: projects.name, companyId: projects.companyId });
    if (project === undefined) throw new Error('the project was not inserted');
    await tx.insert(auditLog).values({
      companyId,
      projectId: project.id,
      ...auditColumns(ctx.actor),
      action: 'project.create',
      subjectId: String(project.id),
      details: { name },
    });
    return project;
  });
}
