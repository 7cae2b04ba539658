import { sql } from 'drizzle-orm';
import {
  type FoundTenant,
  type FoundTenants,
  type SearchTenantsInput,
  TENANTS_FOUND_MAX,
} from '@/contracts/tenants';
import type { Context } from '../context';
import { requireUser } from './require-user';

/** Removes accents and case, as the database does with the names: "sao" finds "são". */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The companies and projects that the signed-in person has access to and whose names contain the words. */
export async function searchTenants({
  ctx,
  input: { query, recent },
}: {
  ctx: Context;
  input: SearchTenantsInput;
}): Promise<FoundTenants> {
  const { roles } = requireUser(ctx.actor);
  const whole = roles.flatMap((role) => (role.projectId === null ? [role.companyId] : []));
  const chosen = roles.flatMap((role) => (role.projectId === null ? [] : [role.projectId]));
  const words = fold(query).split(/\s+/).filter(Boolean);
  const recently = recent.map(({ companyId, projectId }) => `${companyId}/${projectId ?? ''}`);
  const folded = sql`regexp_replace(lower(normalize(p.names, NFD)), '[\u0300-\u036f]', '', 'g')`;

  const { rows } = await ctx.db.asSystem((tx) =>
    tx.execute<{
      company_id: number;
      project_id: number | null;
      company: string;
      project: string | null;
      is_recent: boolean;
    }>(sql`
      WITH accessible AS (
        SELECT c.id AS company_id, NULL::bigint AS project_id, c.name AS company, NULL AS project
        FROM gancho.companies c WHERE c.id = ANY(${sql.param(whole)}::bigint[])
        UNION ALL
        SELECT c.id, p.id, c.name, p.name
        FROM gancho.projects p JOIN gancho.companies c ON c.id = p.company_id
        WHERE c.id = ANY(${sql.param(whole)}::bigint[]) OR p.id = ANY(${sql.param(chosen)}::bigint[])
      ), named AS (
        SELECT *, concat_ws(' ', company, project) AS names,
          array_position(${sql.param(recently)}::text[], company_id || '/' || coalesce(project_id::text, '')) AS recency
        FROM accessible
      )
      SELECT company_id, project_id, company, project, recency IS NOT NULL AS is_recent FROM named p
      WHERE NOT EXISTS (
        SELECT FROM unnest(${sql.param(words)}::text[]) word WHERE strpos(${folded}, word) = 0)
      ORDER BY recency, lower(company), company_id, project_id IS NOT NULL, lower(project), project_id
      LIMIT ${TENANTS_FOUND_MAX + 1}`),
  );
  const items = rows.slice(0, TENANTS_FOUND_MAX).map(
    (row): FoundTenant => ({
      companyId: row.company_id,
      projectId: row.project_id,
      companyName: row.company,
      projectName: row.project,
      isRecent: row.is_recent,
    }),
  );
  return { items, hasMore: rows.length > TENANTS_FOUND_MAX };
}
