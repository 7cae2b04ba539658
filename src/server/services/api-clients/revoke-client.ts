import { and, eq, isNull, sql } from 'drizzle-orm';
import { accessTokens, apiClients } from '@/server/db/schema';
import type { Context } from '../context';
import { tokenCacheOf } from '../oauth/token-cache';
import { recordAudit } from '../record-audit';
import { type ClientAddress, requireCompanyAdmin, requireLiveClient } from './client-rows';

/** Ends a client and all its tokens permanently. */
export async function revokeClient({
  ctx,
  input,
}: {
  ctx: Context;
  input: ClientAddress;
}): Promise<void> {
  const { companyId, apiClientId } = input;
  requireCompanyAdmin(ctx.actor, companyId);

  await ctx.db.asTenant(companyId, async (tx) => {
    const { name } = await requireLiveClient(tx, input);
    await tx
      .update(apiClients)
      .set({ revokedAt: sql`clock_timestamp()` })
      .where(and(eq(apiClients.companyId, companyId), eq(apiClients.id, apiClientId)));
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
      tenant: { companyId, projectId: null },
      action: 'api_client.revoke',
      subjectId: apiClientId,
      details: { name },
    });
  });
  tokenCacheOf(ctx.db).dropClient(apiClientId);
}
