import { asc, inArray } from 'drizzle-orm';
import { companies, projects } from '@/server/db/schema';
import type { Services } from '../context';
import type { UserActor } from './load-user-actor';

type CompanyWithProjects = {
  id: number;
  name: string;
  isSample: boolean;
  /** Whether the person has access to the company's own level, not only some of its projects. */
  hasCompanyAccess: boolean;
  projects: { id: number; name: string }[];
};

/** The companies and projects that a person has access to, by name. */
export async function listTenants({
  ctx,
  actor,
}: {
  ctx: Pick<Services, 'db'>;
  actor: UserActor;
}): Promise<CompanyWithProjects[]> {
  const companyIds = [...new Set(actor.roles.map((role) => role.companyId))];
  if (companyIds.length === 0) return [];
  const [companyRows, projectRows] = await ctx.db.asSystem(async (tx) => [
    await tx
      .select({ id: companies.id, name: companies.name, isSample: companies.isSample })
      .from(companies)
      .where(inArray(companies.id, companyIds))
      .orderBy(asc(companies.name), asc(companies.id)),
    await tx
      .select({ id: projects.id, name: projects.name, companyId: projects.companyId })
      .from(projects)
      .where(inArray(projects.companyId, companyIds))
      .orderBy(asc(projects.name), asc(projects.id)),
  ]);
  return companyRows.map((company) => {
    const roles = actor.roles.filter((role) => role.companyId === company.id);
    const hasCompanyAccess = roles.some((role) => role.projectId === null);
    const reached = projectRows.filter(
      (project) =>
        project.companyId === company.id &&
        (hasCompanyAccess || roles.some((role) => role.projectId === project.id)),
    );
    return {
      ...company,
      hasCompanyAccess,
      projects: reached.map(({ id, name }) => ({ id, name })),
    };
  });
}
