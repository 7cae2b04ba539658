import { and, isNull } from 'drizzle-orm';
import { idempotentRequests } from '@/server/db/schema';
import { type KeyContext, requestRow } from './request-row';

/** A refused request did nothing, so it may be corrected and sent again with the same key. */
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
