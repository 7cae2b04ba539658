import { and, eq, isNull, sql } from 'drizzle-orm';
import { forbidden, notFound } from '@/domain/errors';
import { accessTokens, apiClients } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { tokenCacheOf } from '../oauth/token-cache';
import { recordAudit } from '../record-audit';

/** Ends a client and all its tokens, for good. */
export async function revokeClient({
  ctx,
  input,
}: {
  ctx: Context;
  input: { companyId: number; apiClientId: number };
}): Promise<void> {
  const { companyId, apiClientId } = input;
  const place = { companyId, projectId: null };
  if (ctx.actor.kind === 'client') throw forbidden('API clients are revoked by people.');
  authorise(ctx.actor, place, 'hooks:write');

  await ctx.db.asTenant(companyId, async (tx) => {
    const revoked = await tx
      .update(apiClients)
      .set({ revokedAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(apiClients.companyId, companyId),
          eq(apiClients.id, apiClientId),
          isNull(apiClients.revokedAt),
        ),
      )
      .returning({ name: apiClients.name });
    const [client] = revoked;
    if (client === undefined) throw notFound('The API client');
    await tx
      .update(accessTokens)
      .set({ revokedAt: sql`clock_timestamp()` })
      .where(
        and(
          eq(accessTokens.companyId, companyId),
          eq(accessTokens.apiClientId, apiClientId),
          isNull(accessTokens.revokedAt),
        ),
      );
    await recordAudit(tx, ctx.actor, {
      place,
      action: 'api_client.revoke',
      subjectId: apiClientId,
      details: { name: client.name },
    });
  });
  tokenCacheOf(ctx.db).dropClient(apiClientId);
}
