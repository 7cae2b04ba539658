import { and, eq, isNull } from 'drizzle-orm';
import { forbidden, notFound } from '@/domain/errors';
import type { Transaction } from '@/server/db/client';
import { apiClients } from '@/server/db/schema';
import { type Actor, authorise } from '../actor';

export type ClientAddress = { companyId: number; apiClientId: number };

/**
 * Requires the Admin role of the whole company. A client may never see or change clients, because it could otherwise
 * give itself more rights.
 */
export function requireCompanyAdmin(actor: Actor, companyId: number): void {
  if (actor.kind === 'client') throw forbidden('API clients are managed by people.');
  authorise(actor, { companyId, projectId: null }, 'hooks:write');
}

/** A live client of the company, locked against changes until the transaction ends. */
export async function requireLiveClient(
  tx: Transaction,
  { companyId, apiClientId }: ClientAddress,
): Promise<{ name: string; clientId: string }> {
  const [client] = await tx
    .select({ name: apiClients.name, clientId: apiClients.clientId })
    .from(apiClients)
    .where(
      and(
        eq(apiClients.companyId, companyId),
        eq(apiClients.id, apiClientId),
        isNull(apiClients.revokedAt),
      ),
    )
    .for('update');
  if (client === undefined) throw notFound('The API client');
  return client;
}
