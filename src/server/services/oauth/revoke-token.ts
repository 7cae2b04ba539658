import { and, eq, isNull, sql } from 'drizzle-orm';
import { accessTokens } from '@/server/db/schema';
import { hashToken } from '@/server/gateways/hashing';
import type { Services } from '../context';
import { tokenCacheOf } from './token-cache';

/** Anyone who holds a token may end it. A token that does not exist is not an error (RFC 7009). */
export async function revokeToken({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db'>;
  input: { token: string };
}): Promise<void> {
  const hash = hashToken(input.token);
  await ctx.db.asSystem((tx) =>
    tx
      .update(accessTokens)
      .set({ revokedAt: sql`clock_timestamp()` })
      .where(and(eq(accessTokens.tokenHash, hash), isNull(accessTokens.revokedAt))),
  );
  tokenCacheOf(ctx.db).drop(hash);
}
