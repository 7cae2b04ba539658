import { and, isNull } from 'drizzle-orm';
import { idempotentRequests } from '@/server/db/schema';
import type { KeptAnswer } from './claim-key';
import { answerContext, type KeyContext, requestRow } from './request-row';

/** Stores the answer that the same request gets from now on. */
export async function keepAnswer({
  ctx,
  input: { key, answer },
}: {
  ctx: KeyContext;
  input: { key: string; answer: KeptAnswer };
}): Promise<void> {
  const bodySealed = ctx.secretBox.seal(answer.body, answerContext(ctx.actor, key));
  await ctx.db.asTenant(ctx.actor.companyId, (tx) =>
    tx
      .update(idempotentRequests)
      .set({ status: answer.status, bodySealed })
      .where(and(requestRow(ctx, key), isNull(idempotentRequests.status))),
  );
}
