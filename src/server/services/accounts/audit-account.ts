import type { Transaction } from '@/server/db/client';
import { recordAudit } from '../record-audit';
import type { UserActor } from './load-user-actor';

/** A person is shared between companies, so the change goes into the audit log of each of them. */
export async function auditAccount(
  tx: Transaction,
  actor: UserActor,
  entry: { action: string; details?: Record<string, unknown> },
): Promise<void> {
  for (const companyId of new Set(actor.roles.map((role) => role.companyId))) {
    await recordAudit(tx, actor, {
      ...entry,
      tenant: { companyId, projectId: null },
      subjectId: actor.userId,
    });
  }
}
