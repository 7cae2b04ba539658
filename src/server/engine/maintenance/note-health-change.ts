import { and, eq } from 'drizzle-orm';
import type { Database } from '@/server/db/client';
import { auditLog, hooks } from '@/server/db/schema';
import { selectHooks } from '@/server/services/hooks/hook-rows';
import { notifyAdmins } from './notify-admins';

/** Writes the current health of a hook to the audit log, and notifies its admins. */
export async function noteHealthChange(
  db: Database,
  { hookId, companyId }: { hookId: number; companyId: number },
): Promise<void> {
  await db.asTenant(companyId, async (tx) => {
    const own = and(eq(hooks.companyId, companyId), eq(hooks.id, hookId));
    const [hook] = await selectHooks(tx, own);
    if (hook === undefined) return;
    await notifyAdmins(tx, { hookId, companyId });
    await tx.insert(auditLog).values({
      companyId,
      projectId: hook.projectId,
      actorKind: 'engine',
      action: 'hook.health_change',
      subjectId: String(hookId),
      details: {
        health: hook.health,
        ...(hook.health === 'healthy' ? {} : { error: hook.lastError }),
      },
    });
  });
}
