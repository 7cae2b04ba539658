import { and, eq } from 'drizzle-orm';
import type { InspectorAnswer, UpdateInspectorInput } from '@/contracts/inspector';
import { notFound } from '@/domain/errors';
import { inspectors } from '@/server/db/schema';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { authoriseInspector } from './inspector-rows';

/** Sets the future answer of an inspector and its delay. */
export async function updateInspector({
  ctx,
  input,
}: {
  ctx: Context;
  input: UpdateInspectorInput;
}): Promise<InspectorAnswer> {
  const { inspectorId, status, delayMs, failNext } = input;
  const tenant = await authoriseInspector(ctx, inspectorId, 'hooks:write');
  return ctx.db.asTenant(tenant.companyId, async (tx) => {
    const [now] = await tx
      .update(inspectors)
      .set({ status, delayMs, failNext })
      .where(and(eq(inspectors.companyId, tenant.companyId), eq(inspectors.id, inspectorId)))
      .returning({
        status: inspectors.status,
        delayMs: inspectors.delayMs,
        failNext: inspectors.failNext,
      });
    if (now === undefined) throw notFound('The inspector');
    await recordAudit(tx, ctx.actor, {
      tenant,
      action: 'inspector.update',
      // Not the address, because anyone who knows it may send to it.
      subjectId: null,
      details: { status, delay_ms: delayMs, fail_next: failNext },
    });
    return now;
  });
}
