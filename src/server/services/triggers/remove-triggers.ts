import { and, inArray, sql } from 'drizzle-orm';
import type { RemoveTriggersInput, RemoveTriggersResult } from '@/contracts/triggers';
import { triggers } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { liveTriggersOf, lockHookForTriggers } from './trigger-rows';

/** Removes the triggers that the hook has. The others are reported as missing. */
export async function removeTriggers({
  ctx,
  input,
}: {
  ctx: Context;
  input: RemoveTriggersInput;
}): Promise<RemoveTriggersResult> {
  const { companyId, projectId, hookId } = input;
  const tenant = { companyId, projectId };
  authorise(ctx.actor, tenant, 'hooks:write');

  return ctx.db.asTenant(companyId, async (tx) => {
    await lockHookForTriggers(tx, tenant, hookId);
    const rows = await tx
      .update(triggers)
      .set({ deletedAt: sql`clock_timestamp()` })
      .where(and(liveTriggersOf(companyId, hookId), inArray(triggers.id, input.triggerIds)))
      .returning();
    if (rows.length > 0) {
      await recordAudit(tx, ctx.actor, {
        tenant,
        action: 'trigger.delete',
        subjectId: hookId,
        details: { triggers: rows.map((row) => `${row.resourceName}.${row.eventType}`) },
      });
    }
    const removed = new Set(rows.map((row) => row.id));
    const asked = [...new Set(input.triggerIds)];
    return {
      removed: asked.filter((id) => removed.has(id)),
      missing: asked.filter((id) => !removed.has(id)),
    };
  });
}
