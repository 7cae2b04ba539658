import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { isScope } from '@/domain/scopes';
import { accessTokens, apiClients } from '@/server/db/schema';
import { hashToken } from '@/server/gateways/hashing';
import type { Services } from '../context';
import { noteUse } from './note-use';
import { type KnownToken, tokenCacheOf } from './token-cache';

type Input = { token: string };

/** The client of a bearer token. Null if the token is unknown, expired or revoked. */
export async function authenticateToken({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db' | 'clock'>;
  input: Input;
}): Promise<KnownToken | null> {
  const hash = hashToken(input.token);
  const cache = tokenCacheOf(ctx.db);
  const nowMs = await ctx.clock.now();
  const known = cache.find(hash, nowMs);
  if (known !== null) return known;

  const readAtMs = performance.now();
  const row = await ctx.db.asSystem(async (tx) => {
    const [found] = await tx
      .select({ token: accessTokens, client: apiClients })
      .from(accessTokens)
      .innerJoin(apiClients, eq(apiClients.id, accessTokens.apiClientId))
      .where(
        and(
          eq(accessTokens.tokenHash, hash),
          gt(accessTokens.expiresAt, sql`clock_timestamp()`),
          isNull(accessTokens.revokedAt),
          isNull(apiClients.revokedAt),
        ),
      );
    if (found !== undefined) await noteUse(tx, found.client, nowMs);
    return found;
  });
  if (row === undefined) return null;
  const { token } = row;
  const found: KnownToken = {
    actor: {
      kind: 'client',
      apiClientId: token.apiClientId,
      companyId: token.companyId,
      projectIds: token.projectIds,
      scopes: token.scopes.filter(isScope),
    },
    createdAtMs: token.createdAt.getTime(),
    expiresAtMs: token.expiresAt.getTime(),
  };
  cache.keep(hash, found, readAtMs);
  return found;
}
