import { and, eq, isNull } from 'drizzle-orm';
import { notFound } from '@/domain/errors';
import { hooks } from '@/server/db/schema';
import { type Place, reaches } from '../actor';
import type { Context } from '../context';

/**
 * The place of a hook whose company alone is known: older clients name a hook by its id and send no
 * project. A hook in a place out of the caller's reach is not found.
 */
export async function locateHook({
  ctx,
  input,
}: {
  ctx: Context;
  input: { companyId: number; hookId: number };
}): Promise<Place> {
  const { companyId, hookId } = input;
  const [row] = await ctx.db.asTenant(companyId, (tx) =>
    tx
      .select({ projectId: hooks.projectId })
      .from(hooks)
      .where(and(eq(hooks.companyId, companyId), eq(hooks.id, hookId), isNull(hooks.deletedAt))),
  );
  const place = row && { companyId, projectId: row.projectId };
  if (place === undefined || !reaches(ctx.actor, place)) throw notFound('The hook');
  return place;
}
