import { eq, sql } from 'drizzle-orm';
import { forbidden, notFound } from '@/domain/errors';
import { companies } from '@/server/db/schema';
import { authorise, hasAccess } from '../actor';
import type { Context } from '../context';

/**
 * Removes the sample company with all its data, and it is never created again. Its audit log is removed as well. Events
 * without a hook stay, invisible, until their day expires.
 */
export async function removeSample({
  ctx,
}: {
  ctx: Context;
}): Promise<{ id: number; name: string }> {
  // A program must not end a company, whatever its scopes.
  if (ctx.actor.kind === 'client') throw forbidden('Only people remove a company.');
  const removed = await ctx.db.asSystem(async (tx) => {
    const [sample] = await tx
      .select({ id: companies.id, name: companies.name })
      .from(companies)
      .where(eq(companies.isSample, true));
    if (sample === undefined) throw notFound('The sample company');
    const tenant = { companyId: sample.id, projectId: null };
    // Without access, the answer has the same text as for a company that does not exist.
    if (!hasAccess(ctx.actor, tenant)) throw notFound('The sample company');
    authorise(ctx.actor, tenant, 'hooks:write');

    const own = sql`SELECT h.id FROM gancho.hooks h WHERE h.company_id = ${sample.id}`;
    await tx.execute(sql`SELECT gancho.lock_hooks(ARRAY(${own}))`);
    await tx.execute(sql`DELETE FROM gancho.queue q WHERE q.hook_id IN (${own})`);
    await tx.execute(sql`DELETE FROM gancho.pending_events p WHERE p.company_id = ${sample.id}`);
    await tx.execute(sql`DELETE FROM gancho.idempotency_keys k WHERE k.company_id = ${sample.id}`);
    // Uses the hooks' own index, so that on a busy database it does not read the history of others.
    await tx.execute(sql`
      DELETE FROM gancho.attempts a USING gancho.deliveries d WHERE a.delivery_id = d.id AND d.hook_id IN (${own})`);
    await tx.execute(sql`
      DELETE FROM gancho.events e USING gancho.deliveries d WHERE e.id = d.event_id AND d.hook_id IN (${own})`);
    await tx.execute(sql`DELETE FROM gancho.deliveries d WHERE d.hook_id IN (${own})`);
    await tx.execute(sql`DELETE FROM gancho.discards x WHERE x.hook_id IN (${own})`);
    await tx.execute(sql`DELETE FROM gancho.delivery_counts c WHERE c.hook_id IN (${own})`);
    await tx.execute(sql`DELETE FROM gancho.hook_hours h WHERE h.hook_id IN (${own})`);
    await tx.delete(companies).where(eq(companies.id, sample.id));
    return sample;
  });
  ctx.log.info({ company: removed.id }, 'The sample company was removed');
  return removed;
}
