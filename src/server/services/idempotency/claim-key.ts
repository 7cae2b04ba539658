import { sql } from 'drizzle-orm';
import { conflict, idempotencyMismatch } from '@/domain/errors';
import { idempotentRequests } from '@/server/db/schema';
import { answerContext, type KeyContext, requestRow } from './request-row';

const REMEMBERED_HOURS = 24;
/** No request takes this long. Its process has died, and nobody will answer. */
const ABANDONED_SECONDS = 60;

type Input = { key: string; fingerprint: string };
export type KeptAnswer = { status: number; body: string };

/**
 * Takes a key for a request that is about to run, and returns null. If the request already ran, returns its answer.
 * @throws ServiceError `idempotency_mismatch` for a key of another request, `conflict` while the first one is being
 * answered
 */
export async function claimKey({
  ctx,
  input: { key, fingerprint },
}: {
  ctx: KeyContext;
  input: Input;
}): Promise<KeptAnswer | null> {
  const { companyId, apiClientId } = ctx.actor;
  const t = idempotentRequests;
  return ctx.db.asTenant(companyId, async (tx) => {
    const claimed = await tx
      .insert(t)
      .values({ companyId, apiClientId, key, fingerprint })
      .onConflictDoUpdate({
        target: [t.companyId, t.apiClientId, t.key],
        set: { fingerprint, status: null, bodySealed: null, createdAt: sql`clock_timestamp()` },
        setWhere: sql`${t.createdAt} < clock_timestamp() - make_interval(hours => ${REMEMBERED_HOURS})
          OR (${t.status} IS NULL AND ${t.createdAt} < clock_timestamp() - make_interval(secs => ${ABANDONED_SECONDS}))`,
      })
      .returning({ key: t.key });
    if (claimed.length > 0) return null;

    const [known] = await tx.select().from(t).where(requestRow(ctx, key));
    if (known !== undefined && known.fingerprint !== fingerprint) throw idempotencyMismatch();
    if (known === undefined || known.status === null || known.bodySealed === null) {
      throw conflict(
        'A request with this Idempotency-Key is being answered: try again in a moment.',
      );
    }
    const body = ctx.secretBox.open(known.bodySealed, answerContext(ctx.actor, key));
    return { status: known.status, body };
  });
}
