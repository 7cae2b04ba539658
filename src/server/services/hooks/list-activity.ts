import { and, eq, gte, sql } from 'drizzle-orm';
import type { ActivityInput, HooksActivity } from '@/contracts/statistics';
import { bucketsOf, startOfHour } from '@/domain/statistics';
import { hookHours, hooks } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { databaseNowMs } from '../database-now';
import { hooksListedFor } from './hook-rows';
import { requireTenant } from './require-tenant';

/** The last 24 hours of all hooks of a list, in one query that reads a short range of the key for each. */
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
    const rows = await tx
      .select({
        hookId: h.hookId,
        hours: sql<number[]>`array_agg(${h.hour})`,
        successes: sql<number[]>`array_agg(${h.successes})`,
        failures: sql<number[]>`array_agg(${h.failures})`,
      })
      .from(hooks)
      .innerJoin(
        h,
        and(eq(h.hookId, hooks.id), eq(h.companyId, input.companyId), gte(h.hour, firstHour)),
      )
      .where(hooksListedFor(input))
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
