import { and, desc, eq } from 'drizzle-orm';
import { notFound } from '@/domain/errors';
import { hooks, inspectorRequests, inspectors } from '@/server/db/schema';
import { authorise, can } from '../actor';
import type { Context } from '../context';

export type Inspector = {
  id: string;
  companyId: number;
  /** Where the hook is that delivers here; null for the company, or if there is none. */
  projectId: number | null;
  hookId: number | null;
  hookName: string | null;
  status: number;
  delayMs: number;
  canChange: boolean;
  /** The latest first. */
  requests: {
    id: number;
    receivedAt: Date;
    method: string;
    headers: Record<string, string>;
    body: string;
    isBodyTruncated: boolean;
    verified: boolean | null;
  }[];
};

/** An inspector and what it was sent, for those who may see the deliveries of its hook. */
export async function readInspector({
  ctx,
  input: { inspectorId },
}: {
  ctx: Context;
  input: { inspectorId: string };
}): Promise<Inspector> {
  const place = await placeOfInspector(ctx, inspectorId);
  authorise(ctx.actor, place, 'deliveries:read');
  return ctx.db.asTenant(place.companyId, async (tx) => {
    const ofInspector = and(
      eq(inspectors.companyId, place.companyId),
      eq(inspectors.id, inspectorId),
    );
    const [found] = await tx
      .select({ inspector: inspectors, hookName: hooks.name })
      .from(inspectors)
      .leftJoin(hooks, and(eq(hooks.companyId, place.companyId), eq(hooks.id, inspectors.hookId)))
      .where(ofInspector);
    if (found === undefined) throw notFound('The inspector');
    const requests = await tx
      .select()
      .from(inspectorRequests)
      .where(
        and(
          eq(inspectorRequests.companyId, place.companyId),
          eq(inspectorRequests.inspectorId, inspectorId),
        ),
      )
      .orderBy(desc(inspectorRequests.id));
    const { id, hookId, status, delayMs } = found.inspector;
    return {
      id,
      ...place,
      hookId,
      hookName: found.hookName,
      status,
      delayMs,
      canChange: can(ctx.actor, place, 'hooks:write'),
      requests: requests.map(({ inspectorId: _, companyId: __, ...request }) => request),
    };
  });
}

/** Whose an address is, before anyone's right to it is known: across companies, and never shown. */
export async function placeOfInspector(ctx: Pick<Context, 'db'>, inspectorId: string) {
  const [place] = await ctx.db.asSystem((tx) =>
    tx
      .select({ companyId: inspectors.companyId, projectId: hooks.projectId })
      .from(inspectors)
      .leftJoin(hooks, eq(hooks.id, inspectors.hookId))
      .where(eq(inspectors.id, inspectorId)),
  );
  if (place === undefined) throw notFound('The inspector');
  return place;
}
