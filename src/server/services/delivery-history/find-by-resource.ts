import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import type { FindByResourceInput, FoundDeliveries } from '@/contracts/deliveries';
import { deliveries, hooks } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { everyHookOf } from '../hooks/hook-rows';
import { requireTenant } from '../hooks/require-tenant';
import { decodeCursor, encodeCursor } from './delivery-filter';
import { toRows } from './delivery-rows';

/** The deliveries of one resource by all hooks of a tenant, newest first. */
export async function findByResource({
  ctx,
  input,
}: {
  ctx: Context;
  input: FindByResourceInput;
}): Promise<FoundDeliveries> {
  const { companyId, projectId, resourceId, limit } = input;
  const tenant = { companyId, projectId };
  authorise(ctx.actor, tenant, 'deliveries:read');
  const before = input.cursor ? decodeCursor(input.cursor) : null;

  return ctx.db.asTenant(companyId, async (tx) => {
    await requireTenant(tx, tenant);
    const hooksThere = await tx
      .select({ id: hooks.id, name: hooks.name })
      .from(hooks)
      .where(everyHookOf(tenant));
    const names = new Map(hooksThere.map((hook) => [hook.id, hook.name]));
    if (names.size === 0) return { items: [], next: null };
    const rows = await tx
      .select()
      .from(deliveries)
      .where(
        and(
          eq(deliveries.companyId, companyId),
          inArray(deliveries.hookId, [...names.keys()]),
          eq(deliveries.resourceId, resourceId),
          before === null ? undefined : lt(deliveries.id, before),
        ),
      )
      .orderBy(desc(deliveries.id))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const items = await toRows(tx, companyId, page);
    return {
      items: items.map((item) => ({ ...item, hookName: names.get(item.hookId) ?? '' })),
      next: rows.length > limit && last ? encodeCursor(last.id) : null,
    };
  });
}
