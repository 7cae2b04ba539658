/** A company, or one of its projects, as the addresses of its pages name it. */
export type Tenant = { companyId: number; projectId: number | null };

export type CompanyWithProjects = {
  id: number;
  name: string;
  isSample: boolean;
  hasCompanyAccess: boolean;
  projects: { id: number; name: string }[];
};

export function webhooksPath({ companyId, projectId }: Tenant): string {
  const project = projectId === null ? '' : `/projects/${projectId}`;
  return `/companies/${companyId}${project}/tools/webhooks`;
}

/** The path of a company's API clients, for its admins. */
export function apiClientsPath(companyId: number): string {
  return `/companies/${companyId}/admin/api-clients`;
}

/** A positive integer in an address, or null, which means that the page does not exist. */
export function parseId(segment: string | undefined): number | null {
  if (segment === undefined || !/^[1-9]\d{0,15}$/.test(segment)) return null;
  const id = Number(segment);
  return Number.isSafeInteger(id) ? id : null;
}

/** The tenant, if it is among those that the person has access to, or null. */
export function findTenant(
  companies: readonly CompanyWithProjects[],
  { companyId, projectId }: Tenant,
): { company: CompanyWithProjects; project: { id: number; name: string } | null } | null {
  const company = companies.find(({ id }) => id === companyId);
  if (company === undefined) return null;
  if (projectId === null) return company.hasCompanyAccess ? { company, project: null } : null;
  const project = company.projects.find(({ id }) => id === projectId);
  return project ? { company, project } : null;
}

/** Companies that match by name, or that have matching projects. The latter have only their matching projects. */
export function searchTenants(
  companies: readonly CompanyWithProjects[],
  query: string,
): CompanyWithProjects[] {
  const wanted = fold(query.trim());
  if (wanted === '') return [...companies];
  return companies.flatMap((company) => {
    if (fold(company.name).includes(wanted)) return [company];
    const projects = company.projects.filter(({ name }) => fold(name).includes(wanted));
    return projects.length > 0 ? [{ ...company, projects }] : [];
  });
}

/** Removes accents and case: "são" is found by "sao". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
