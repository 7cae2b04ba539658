import { and, eq } from 'drizzle-orm';
import { notFound } from '@/domain/errors';
import type { Transaction } from '@/server/db/client';
import { companies, projects } from '@/server/db/schema';
import type { Place } from '../actor';

/** Authority alone does not make a place exist (an operator may name any): throws `not_found`. */
export async function requirePlace(tx: Transaction, place: Place): Promise<void> {
  if (place.projectId === null) {
    const found = await tx
      .select({ id: companies.id })
      .from(companies)
      .where(eq(companies.id, place.companyId));
    if (found.length === 0) throw notFound('The company');
    return;
  }
  const found = await tx
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.companyId, place.companyId), eq(projects.id, place.projectId)));
  if (found.length === 0) throw notFound('The project');
}
