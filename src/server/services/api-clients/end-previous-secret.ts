import { and, eq, gt, sql } from 'drizzle-orm';
import { notFound } from '@/domain/errors';
import { apiClientSecrets } from '@/server/db/schema';
import type { Context } from '../context';
import { tokenCacheOf } from '../oauth/token-cache';
import { recordAudit } from '../record-audit';
import { type ClientAddress, requireCompanyAdmin, requireLiveClient } from './client-rows';

/** Ends the previous secret, which a rotation left valid, and the tokens issued for it. */
export async function endPreviousSecret({
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
    const ended = await tx
      .delete(apiClientSecrets)
      .where(
        and(
          eq(apiClientSecrets.companyId, companyId),
          eq(apiClientSecrets.apiClientId, apiClientId),
          gt(apiClientSecrets.expiresAt, sql`clock_timestamp()`),
        ),
      )
      .returning({ id: apiClientSecrets.id });
    if (ended.length === 0) throw notFound('A previous secret of the API client');
    await recordAudit(tx, ctx.actor, {
      tenant: { companyId, projectId: null },
      action: 'api_client.end_previous_secret',
      subjectId: apiClientId,
      details: { name },
    });
  });
  tokenCacheOf(ctx.db).dropClient(apiClientId);
}
