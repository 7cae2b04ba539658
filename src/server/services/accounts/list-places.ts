import { asc, inArray } from 'drizzle-orm';
import { companies, projects } from '@/server/db/schema';
import type { Services } from '../context';
import type { UserActor } from './load-user-actor';

type CompanyPlace = {
  id: number;
  name: string;
  isSample: boolean;
  /** Whether the person reaches the company's own level, not only some of its projects. */
  isReachable: boolean;
  projects: { id: number; name: string }[];
};

/** The companies and projects that a person reaches, by name. */
export async function listPlaces({
  ctx,
  actor,
}: {
  ctx: Pick<Services, 'db'>;
  actor: UserActor;
}): Promise<CompanyPlace[]> {
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
    const isReachable = roles.some((role) => role.projectId === null);
    const reached = projectRows.filter(
      (project) =>
        project.companyId === company.id &&
        (isReachable || roles.some((role) => role.projectId === project.id)),
    );
    return { ...company, isReachable, projects: reached.map(({ id, name }) => ({ id, name })) };
  });
}
