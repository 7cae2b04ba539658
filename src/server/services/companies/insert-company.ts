import { sql } from 'drizzle-orm';
import type { Transaction } from '@/server/db/client';
import { companies } from '@/server/db/schema';
import type { Actor } from '../actor';
import { recordAudit } from '../record-audit';

/** Writes a new company. The installation's first admin, if there is one, gets the Admin role in it. */
export async function insertCompany(
  tx: Transaction,
  actor: Actor,
  name: string,
): Promise<{ id: number; name: string }> {
  const [company] = await tx
    .insert(companies)
    .values({ name })
    .returning({ id: companies.id, name: companies.name });
  if (company === undefined) throw new Error('the company was not inserted');
  await tx.execute(sql`
    INSERT INTO gancho.memberships (company_id, user_id, role)
    SELECT ${company.id}, i.admin_user_id, 'admin' FROM gancho.instance i WHERE i.admin_user_id IS NOT NULL`);
  await recordAudit(tx, actor, {
    tenant: { companyId: company.id, projectId: null },
    action: 'company.create',
    subjectId: company.id,
    details: { name },
  });
  return company;
}
