/** A company, or one project of it, as its pages' addresses name it. */
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

/** Of the company, for its admins. */
export function apiClientsPath(companyId: number): string {
  return `/companies/${companyId}/admin/api-clients`;
}

/** A positive whole number in an address, or null: such a page does not exist. */
export function parseId(segment: string | undefined): number | null {
  if (segment === undefined || !/^[1-9]\d{0,15}$/.test(segment)) return null;
  const id = Number(segment);
  return Number.isSafeInteger(id) ? id : null;
}

/** Where a tenant is among those that the person has access to, or null. */
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

/** Companies whose name or any of whose projects match; of the latter, only the matching projects. */
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

/** Without accents and case: "são" is found by "sao". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
