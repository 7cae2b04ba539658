import { projects } from '@/server/db/schema';
import type { Context } from '../context';
import { requirePlace } from '../hooks/require-place';
import { parseName, requireOperator } from '../operator';
import { recordAudit } from '../record-audit';
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
    await requirePlace(tx, { companyId, projectId: null });
    const [project] = await tx
      .insert(projects)
      .values({ companyId, name })
      .returning({ id: projects.id, name: projects.name, companyId: projects.companyId });
    if (project === undefined) throw new Error('the project was not inserted');
    await recordAudit(tx, ctx.actor, {
      place: { companyId, projectId: project.id },
      action: 'project.create',
      subjectId: project.id,
      details: { name },
    });
    return project;
  });
}
