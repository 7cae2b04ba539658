import { and, eq } from 'drizzle-orm';
import { notFound } from '@/domain/errors';
import type { Transaction } from '@/server/db/client';
import { companies, projects } from '@/server/db/schema';
import type { Tenant } from '../actor';

/**
 * Requires that the tenant exists, because access alone does not prove it: an operator may name any tenant. Throws
 * `not_found`.
 */
export async function requireTenant(tx: Transaction, tenant: Tenant): Promise<void> {
  if (tenant.projectId === null) {
    const found = await tx
      .select({ id: companies.id })
      .from(companies)
      .where(eq(companies.id, tenant.companyId));
    if (found.length === 0) throw notFound('The company');
    return;
  }
  const found = await tx
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.companyId, tenant.companyId), eq(projects.id, tenant.projectId)));
  if (found.length === 0) throw notFound('The project');
}
