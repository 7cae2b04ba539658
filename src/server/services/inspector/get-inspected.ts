import { and, eq } from 'drizzle-orm';
import type { GetInspectedInput, InspectedRequest } from '@/contracts/inspector';
import { notFound } from '@/domain/errors';
import { inspectorRequests } from '@/server/db/schema';
import type { Context } from '../context';
import { readHeaders } from '../stored-json';
import { authoriseInspector, requestsOf } from './inspector-rows';

/** The full content of one request. It is too large to send for all of them every few seconds. */
export async function getInspected({
  ctx,
  input: { inspectorId, requestId },
}: {
  ctx: Context;
  input: GetInspectedInput;
}): Promise<InspectedRequest> {
  const tenant = await authoriseInspector(ctx, inspectorId, 'deliveries:read');
  const [request] = await ctx.db.asTenant(tenant.companyId, (tx) =>
    tx
      .select({ headers: inspectorRequests.headers, body: inspectorRequests.body })
      .from(inspectorRequests)
      .where(and(requestsOf(tenant.companyId, inspectorId), eq(inspectorRequests.id, requestId))),
  );
  if (request === undefined) throw notFound('The request');
  return { ...request, headers: readHeaders(request.headers) };
}
