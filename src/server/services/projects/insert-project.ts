import type { Transaction } from '@/server/db/client';
import { projects } from '@/server/db/schema';
import type { Actor } from '../actor';
import { recordAudit } from '../record-audit';
import type { Project } from './list-projects';

/** Writes a new project of a company that is known to exist. */
export async function insertProject(
  tx: Transaction,
  actor: Actor,
  { companyId, name }: { companyId: number; name: string },
): Promise<Project> {
  const [project] = await tx
    .insert(projects)
    .values({ companyId, name })
    .returning({ id: projects.id, name: projects.name, companyId: projects.companyId });
  if (project === undefined) throw new Error('the project was not inserted');
  await recordAudit(tx, actor, {
    tenant: { companyId, projectId: project.id },
    action: 'project.create',
    subjectId: project.id,
    details: { name },
  });
  return project;
}
