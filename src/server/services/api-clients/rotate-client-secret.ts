import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { RotatedClientSecret } from '@/contracts/api-clients';
import { internalError } from '@/domain/errors';
import { apiClientSecrets } from '@/server/db/schema';
import { hashToken, newToken } from '@/server/gateways/hashing';
import type { Context } from '../context';
import { disownHeaders } from '../hooks/disown-headers';
import { tokenCacheOf } from '../oauth/token-cache';
import { recordAudit } from '../record-audit';
import { type ClientAddress, requireCompanyAdmin, requireLiveClient } from './client-rows';

const OVERLAP_DAYS = 7;

/**
 * Gives a client a second secret. The replaced secret stays valid for seven days, or until it is ended. An earlier
 * replaced secret ends now with its tokens, so that at most two are ever valid. Header values that the client has set
 * no longer follow it to another origin.
 */
export async function rotateClientSecret({
  ctx,
  input,
}: {
  ctx: Context;
  input: ClientAddress;
}): Promise<RotatedClientSecret> {
  const { companyId, apiClientId } = input;
  requireCompanyAdmin(ctx.actor, companyId);
  const clientSecret = newToken('gcs');

  const rotated = await ctx.db.asTenant(companyId, async (tx) => {
    const { name, clientId } = await requireLiveClient(tx, input);
    const own = and(
      eq(apiClientSecrets.companyId, companyId),
      eq(apiClientSecrets.apiClientId, apiClientId),
    );
    await tx.delete(apiClientSecrets).where(and(own, isNotNull(apiClientSecrets.expiresAt)));
    const [previous] = await tx
      .update(apiClientSecrets)
      .set({ expiresAt: sql`clock_timestamp() + make_interval(days => ${OVERLAP_DAYS})` })
      .where(and(own, isNull(apiClientSecrets.expiresAt)))
      .returning({ until: apiClientSecrets.expiresAt });
    if (!previous?.until) throw internalError(new Error('the client had no secret'));
    await tx
      .insert(apiClientSecrets)
      .values({ companyId, apiClientId, secretHash: hashToken(clientSecret) });
    await disownHeaders(tx, input);
    await recordAudit(tx, ctx.actor, {
      tenant: { companyId, projectId: null },
      action: 'api_client.rotate_secret',
      subjectId: apiClientId,
      details: { name, previous_secret_until: previous.until.toISOString() },
    });
    return { clientId, clientSecret, previousSecretUntil: previous.until };
  });
  tokenCacheOf(ctx.db).dropClient(apiClientId);
  return rotated;
}
