import { eq } from 'drizzle-orm';
import { notFound } from '@/domain/errors';
import { type Quotas, quotasOf } from '@/domain/quotas';
import { companies } from '@/server/db/schema';
import type { Context } from '../context';
import { requireOperator } from '../operator';
import { recordAudit } from '../record-audit';

/** Left out: unchanged. Null: the default again. */
type Changes = { [Key in keyof Quotas]?: number | null };
type Input = { companyId: number; changes: Changes };

/** @returns the quotas that apply from now on. Processes that publish know them within seconds. */
export async function setQuotas({ ctx, input }: { ctx: Context; input: Input }): Promise<Quotas> {
  requireOperator(ctx.actor);
  const { companyId, changes } = input;
  return ctx.db.asSystem(async (tx) => {
    const columns = {
      hooks: companies.maxHooks,
      eventsPerSecond: companies.maxEventsPerSecond,
      queued: companies.maxQueued,
    };
    const [before] = await tx
      .select(columns)
      .from(companies)
      .where(eq(companies.id, companyId))
      .for('update');
    if (before === undefined) throw notFound(`Company ${companyId}`);
    const after = { ...before, ...changes };
    if (Object.keys(changes).length === 0) return quotasOf(after);
    await tx
      .update(companies)
      .set({
        maxHooks: after.hooks,
        maxEventsPerSecond: after.eventsPerSecond,
        maxQueued: after.queued,
      })
      .where(eq(companies.id, companyId));
    await recordAudit(tx, ctx.actor, {
      tenant: { companyId, projectId: null },
      action: 'company.set_quotas',
      subjectId: companyId,
      details: { from: quotasOf(before), to: quotasOf(after) },
    });
    return quotasOf(after);
  });
}
