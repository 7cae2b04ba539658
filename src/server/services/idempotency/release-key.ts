import { and, isNull } from 'drizzle-orm';
import { idempotentRequests } from '@/server/db/schema';
import { type KeyContext, requestRow } from './request-row';

/** A refused request did nothing: corrected, it may come under the same key. */
export async function releaseKey({
  ctx,
  input: { key },
}: {
  ctx: KeyContext;
  input: { key: string };
}): Promise<void> {
  await ctx.db.asTenant(ctx.actor.companyId, (tx) =>
    tx
      .delete(idempotentRequests)
      .where(and(requestRow(ctx, key), isNull(idempotentRequests.status))),
  );
}
