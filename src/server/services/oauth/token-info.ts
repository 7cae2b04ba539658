import { eq } from 'drizzle-orm';
import { unauthenticated } from '@/domain/errors';
import { formatScopes } from '@/domain/scopes';
import { apiClients } from '@/server/db/schema';
import type { Services } from '../context';
import { authenticateToken } from './authenticate-token';

/**
 * The access of a token.
 * @throws ServiceError `unauthenticated`
 */
export async function tokenInfo({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db' | 'clock'>;
  input: { token: string };
}) {
  const known = await authenticateToken({ ctx, input });
  if (known === null) throw unauthenticated();
  const { actor } = known;
  const [client] = await ctx.db.asSystem((tx) =>
    tx
      .select({ clientId: apiClients.clientId })
      .from(apiClients)
      .where(eq(apiClients.id, actor.apiClientId)),
  );
  return {
    companyId: actor.companyId,
    clientId: client?.clientId ?? '',
    scope: formatScopes(actor.scopes),
    createdAt: new Date(known.createdAtMs),
    expiresInSeconds: Math.max(0, Math.floor((known.expiresAtMs - (await ctx.clock.now())) / 1000)),
  };
}
