import type { ClearedInspector, ClearInspectorInput } from '@/contracts/inspector';
import { inspectorRequests } from '@/server/db/schema';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { authoriseInspector, requestsOf } from './inspector-rows';

/** Deletes the requests that an inspector received. */
export async function clearInspector({
  ctx,
  input: { inspectorId },
}: {
  ctx: Context;
  input: ClearInspectorInput;
}): Promise<ClearedInspector> {
  const tenant = await authoriseInspector(ctx, inspectorId, 'hooks:write');
  return ctx.db.asTenant(tenant.companyId, async (tx) => {
    const gone = await tx
      .delete(inspectorRequests)
      .where(requestsOf(tenant.companyId, inspectorId))
      .returning({ id: inspectorRequests.id });
    await recordAudit(tx, ctx.actor, {
      tenant,
      action: 'inspector.clear',
      // Not the address, because anyone who knows it may send to it.
      subjectId: null,
      details: { requests: gone.length },
    });
    return { cleared: gone.length };
  });
}
