import { and, eq } from 'drizzle-orm';
import type { Redelivery, RedeliveryAddress } from '@/contracts/redeliveries';
import { conflict } from '@/domain/errors';
import type { RedeliveryState } from '@/domain/redelivery';
import { redeliveries } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { recordAudit } from '../record-audit';
import { requireRedelivery, requireScope } from './redelivery-rows';

type Call = { ctx: Context; input: RedeliveryAddress };

/** Queues nothing more until it is resumed. Deliveries that are in the queue are sent. */
export const pauseRedelivery = (call: Call) => change(call, 'pause');
export const resumeRedelivery = (call: Call) => change(call, 'resume');
/** Ends a job for good. Deliveries that are in the queue are sent. */
export const cancelRedelivery = (call: Call) => change(call, 'cancel');

const CHANGES = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['running', 'paused'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly RedeliveryState[]; to: RedeliveryState }>;

/** A second request for the same change does nothing. */
async function change({ ctx, input }: Call, verb: keyof typeof CHANGES): Promise<Redelivery> {
  const { companyId, projectId, redeliveryId } = input;
  authorise(ctx.actor, input, 'deliveries:write');
  const from: readonly RedeliveryState[] = CHANGES[verb].from;
  const { to } = CHANGES[verb];

  const changed = await ctx.db.asTenant(companyId, async (tx) => {
    await requireScope(tx, input);
    await tx
      .select({ id: redeliveries.id })
      .from(redeliveries)
      .where(and(eq(redeliveries.companyId, companyId), eq(redeliveries.id, redeliveryId)))
      .for('update');
    const before = await requireRedelivery(tx, input, redeliveryId);
    if (before.state === to) return before;
    if (!from.includes(before.state)) {
      throw conflict(`The redelivery is ${before.state}, so you cannot ${verb} it: start another.`);
    }
    await tx
      .update(redeliveries)
      .set({ state: to })
      .where(and(eq(redeliveries.companyId, companyId), eq(redeliveries.id, redeliveryId)));
    await recordAudit(tx, ctx.actor, {
      tenant: { companyId, projectId },
      action: `redelivery.${verb}`,
      subjectId: redeliveryId,
      details: { hook_id: before.hookId, matched: before.matched, sent: before.sent },
    });
    return { ...before, state: to };
  });
  ctx.announce('gancho/redeliveries.due');
  return changed;
}
