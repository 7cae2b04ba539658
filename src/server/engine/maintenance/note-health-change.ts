import { and, eq } from 'drizzle-orm';
import type { Database } from '@/server/db/client';
import { auditLog, hookQueue, hooks } from '@/server/db/schema';
import { notifyAdmins } from './notify-admins';

/** Writes the current health of a hook to the audit log, and notifies its admins. */
export async function noteHealthChange(
  db: Database,
  { hookId, companyId }: { hookId: number; companyId: number },
): Promise<void> {
  await db.asTenant(companyId, async (tx) => {
    const [hook] = await tx
      .select({
        projectId: hooks.projectId,
        status: hooks.status,
        openedAt: hookQueue.circuitOpenedAt,
        error: hookQueue.lastError,
      })
      .from(hooks)
      .innerJoin(hookQueue, eq(hookQueue.hookId, hooks.id))
      .where(and(eq(hooks.companyId, companyId), eq(hooks.id, hookId)));
    if (hook === undefined) return;
    await notifyAdmins(tx, { hookId, companyId });
    const health = hook.status === 'disabled' ? 'disabled' : hook.openedAt ? 'failing' : 'healthy';
    await tx.insert(auditLog).values({
      companyId,
      projectId: hook.projectId,
      actorKind: 'engine',
      action: 'hook.health_change',
      subjectId: String(hookId),
      details: { health, ...(health === 'healthy' ? {} : { error: hook.error }) },
    });
  });
}
