import type { Transaction } from '@/server/db/client';
import { auditLog } from '@/server/db/schema';
import { type Actor, auditColumns, type Tenant } from './actor';

type Entry = {
  tenant: Tenant;
  /** In the form `noun.verb`. */
  action: string;
  subjectId: number | string | null;
  /** Never contains a secret. */
  details?: Record<string, unknown>;
};

/** Writes the audit row of a write, in the transaction of that write. */
export async function recordAudit(tx: Transaction, actor: Actor, entry: Entry): Promise<void> {
  await tx.insert(auditLog).values({
    companyId: entry.tenant.companyId,
    projectId: entry.tenant.projectId,
    ...auditColumns(actor),
    action: entry.action,
    subjectId: entry.subjectId === null ? null : String(entry.subjectId),
    details: entry.details ?? {},
  });
}
