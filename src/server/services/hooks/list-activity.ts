import { and, eq, gt, gte, sql } from 'drizzle-orm';
import type { ActivityInput, HooksActivity } from '@/contracts/statistics';
import { HOOKS_LISTED_MAX } from '@/domain/limits';
import { bucketsOf, startOfHour } from '@/domain/statistics';
import { hookHours, hooks } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { databaseNowMs } from '../database-now';
import { hooksListedFor } from './hook-rows';
import { requireTenant } from './require-tenant';

/** The last 24 hours of the hooks on a page of the list, in one query that reads a short range of the key for each. */
export async function listActivity({
  ctx,
  input,
}: {
  ctx: Context;
  input: ActivityInput;
}): Promise<HooksActivity> {
  const tenant = { companyId: input.companyId, projectId: input.projectId };
  authorise(ctx.actor, tenant, 'deliveries:read');
  return ctx.db.asTenant(input.companyId, async (tx) => {
    await requireTenant(tx, tenant);
    const { firstHour, count } = bucketsOf(
      '24h',
      await databaseNowMs(tx),
      ctx.settings.retentionDays,
    );
    const h = hookHours;
    const listed = tx
      .select({ id: hooks.id })
      .from(hooks)
      .where(and(hooksListedFor(input), input.cursor ? gt(hooks.id, input.cursor) : undefined))
      .orderBy(hooks.id)
      .limit(input.limit ?? HOOKS_LISTED_MAX)
      .as('listed');
    const rows = await tx
      .select({
        hookId: h.hookId,
        hours: sql<number[]>`array_agg(${h.hour})`,
        successes: sql<number[]>`array_agg(${h.successes})`,
        failures: sql<number[]>`array_agg(${h.failures})`,
      })
      .from(listed)
      .innerJoin(
        h,
        and(eq(h.hookId, listed.id), eq(h.companyId, input.companyId), gte(h.hour, firstHour)),
      )
      .groupBy(h.hookId);
    return {
      since: startOfHour(firstHour),
      items: rows.map((row) => {
        const hours = Array.from({ length: count }, () => ({ successes: 0, failures: 0 }));
        for (const [n, hour] of row.hours.entries()) {
          const own = hours[hour - firstHour];
          if (own === undefined) continue;
          own.successes += row.successes[n] ?? 0;
          own.failures += row.failures[n] ?? 0;
        }
        return { hookId: row.hookId, hours };
      }),
    };
  });
}
