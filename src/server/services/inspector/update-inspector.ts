import { and, eq } from 'drizzle-orm';
import { invalidField, notFound } from '@/domain/errors';
import { inspectors } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { placeOfInspector } from './read-inspector';

type Input = { inspectorId: string; status: number; delayMs: number };

/** Longer than the longest timeout of a hook. */
const DELAY_MS_MAX = 35_000;

/** Sets what an inspector answers from now on, and after how long. */
export async function updateInspector({
  ctx,
  input,
}: {
  ctx: Context;
  input: Input;
}): Promise<{ status: number; delayMs: number }> {
  const { inspectorId, status, delayMs } = input;
  const place = await placeOfInspector(ctx, inspectorId);
  authorise(ctx.actor, place, 'hooks:write');
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw invalidField('status', 'invalid_status', 'must be a status from 200 to 599.');
  }
  if (!Number.isInteger(delayMs) || delayMs < 0 || delayMs > DELAY_MS_MAX) {
    throw invalidField('delay_ms', 'invalid_delay', `must be from 0 to ${DELAY_MS_MAX} ms.`);
  }
  return ctx.db.asTenant(place.companyId, async (tx) => {
    const changed = await tx
      .update(inspectors)
      .set({ status, delayMs })
      .where(and(eq(inspectors.companyId, place.companyId), eq(inspectors.id, inspectorId)))
      .returning({ status: inspectors.status, delayMs: inspectors.delayMs });
    const [now] = changed;
    if (now === undefined) throw notFound('The inspector');
    await recordAudit(tx, ctx.actor, {
      place,
      action: 'inspector.update',
      // Not the address: whoever knows it may send.
      subjectId: null,
      details: { status, delay_ms: delayMs },
    });
    return now;
  });
}
