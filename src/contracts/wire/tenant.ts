/** Each level names only itself. A project's hook has no company here, as clients expect. */
export const v2Tenant = ({
  companyId,
  projectId,
}: {
  companyId: number;
  projectId: number | null;
}) => ({
  company_id: projectId === null ? String(companyId) : null,
  project_id: projectId === null ? null : String(projectId),
});
