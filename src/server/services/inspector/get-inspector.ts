import { and, desc, eq, sql } from 'drizzle-orm';
import type { GetInspectorInput, Inspector } from '@/contracts/inspector';
import { notFound } from '@/domain/errors';
import { deliveries, hooks, inspectorRequests, inspectors } from '@/server/db/schema';
import { can } from '../actor';
import type { Context } from '../context';
import { authoriseInspector, requestsOf } from './inspector-rows';

/** Numbers beyond the sender's maximum are not attempt numbers. */
const attempt = sql<number | null>`
  CASE WHEN ${inspectorRequests.headers} ->> 'webhook-attempt' ~ '^[1-9][0-9]{0,8}$'
    THEN (${inspectorRequests.headers} ->> 'webhook-attempt')::int END`;

/** An inspector and its requests, for people who may see the deliveries of its hook. */
export async function getInspector({
  ctx,
  input: { inspectorId },
}: {
  ctx: Context;
  input: GetInspectorInput;
}): Promise<Inspector> {
  const tenant = await authoriseInspector(ctx, inspectorId, 'deliveries:read');
  const { companyId } = tenant;
  return ctx.db.asTenant(companyId, async (tx) => {
    const [found] = await tx
      .select({ inspector: inspectors, hookName: hooks.name })
      .from(inspectors)
      .leftJoin(hooks, and(eq(hooks.companyId, companyId), eq(hooks.id, inspectors.hookId)))
      .where(and(eq(inspectors.companyId, companyId), eq(inspectors.id, inspectorId)));
    if (found === undefined) throw notFound('The inspector');
    const requests = await tx
      .select({
        id: inspectorRequests.id,
        receivedAt: inspectorRequests.receivedAt,
        method: inspectorRequests.method,
        bodyBytes: inspectorRequests.bodyBytes,
        verdict: inspectorRequests.verdict,
        attempt,
        answeredStatus: inspectorRequests.answeredStatus,
        delivery: {
          id: deliveries.id,
          resourceName: deliveries.resourceName,
          resourceId: deliveries.resourceId,
          eventType: deliveries.eventType,
        },
      })
      .from(inspectorRequests)
      .leftJoin(
        deliveries,
        and(
          eq(deliveries.companyId, companyId),
          eq(deliveries.hookId, found.inspector.hookId ?? 0),
          eq(deliveries.id, inspectorRequests.deliveryId),
        ),
      )
      .where(requestsOf(companyId, inspectorId))
      .orderBy(desc(inspectorRequests.id));
    const { id, hookId, status, delayMs, failNext } = found.inspector;
    return {
      ...{ id, ...tenant, hookId, hookName: found.hookName, status, delayMs, failNext, requests },
      canChange: can(ctx.actor, tenant, 'hooks:write'),
    };
  });
}
