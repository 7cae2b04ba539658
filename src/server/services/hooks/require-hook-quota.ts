import { and, count, eq, isNull } from 'drizzle-orm';
import { notFound, overQuota } from '@/domain/errors';
import { DEFAULT_QUOTAS } from '@/domain/quotas';
import type { Transaction } from '@/server/db/client';
import { companies, hooks } from '@/server/db/schema';

/**
 * Until the end of the transaction nobody else can create a hook of the company, so that two concurrent calls cannot
 * both be the last allowed one.
 * @throws ServiceError `rate_limited`
 */
export async function requireHookQuota(tx: Transaction, companyId: number): Promise<void> {
  const [company] = await tx
    .select({ maxHooks: companies.maxHooks })
    .from(companies)
    .where(eq(companies.id, companyId))
    .for('no key update');
  if (company === undefined) throw notFound(`Company ${companyId}`);
  const max = company.maxHooks ?? DEFAULT_QUOTAS.hooks;
  const [existing] = await tx
    .select({ count: count() })
    .from(hooks)
    .where(and(eq(hooks.companyId, companyId), isNull(hooks.deletedAt)));
  if ((existing?.count ?? 0) < max) return;
  throw overQuota(
    `This company has ${max} hooks, as many as its quota allows: delete one, or ask the operator to raise the quota.`,
  );
}
