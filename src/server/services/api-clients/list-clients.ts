import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { ApiClient } from '@/contracts/api-clients';
import { isScope } from '@/domain/scopes';
import { apiClientSecrets, apiClients, projects } from '@/server/db/schema';
import type { Context } from '../context';
import { requireCompanyAdmin } from './client-rows';
import { CLIENTS_MAX } from './create-client';

/** Revoked clients are listed as far as there is room. The audit log has them all. */
const LISTED_MAX = 2 * CLIENTS_MAX;

/** A company's clients: first the live ones, with the newest at the top. */
export async function listClients({
  ctx,
  input: { companyId },
}: {
  ctx: Context;
  input: { companyId: number };
}): Promise<{ items: ApiClient[] }> {
  requireCompanyAdmin(ctx.actor, companyId);
  return ctx.db.asTenant(companyId, async (tx) => {
    const rows = await tx
      .select({ client: apiClients, previousSecretUntil: apiClientSecrets.expiresAt })
      .from(apiClients)
      .leftJoin(
        apiClientSecrets,
        and(
          eq(apiClientSecrets.companyId, companyId),
          eq(apiClientSecrets.apiClientId, apiClients.id),
          gt(apiClientSecrets.expiresAt, sql`clock_timestamp()`),
        ),
      )
      .where(eq(apiClients.companyId, companyId))
      .orderBy(sql`${apiClients.revokedAt} DESC NULLS FIRST`, desc(apiClients.id))
      .limit(LISTED_MAX);
    const ids = [...new Set(rows.flatMap(({ client }) => client.projectIds ?? []))];
    const named = await tx
      .select({ id: projects.id, name: projects.name })
      .from(projects)
      .where(and(eq(projects.companyId, companyId), inArray(projects.id, ids)))
      .orderBy(projects.name, projects.id);
    const items = rows.map(({ client, previousSecretUntil }) => ({
      id: client.id,
      name: client.name,
      clientId: client.clientId,
      scopes: client.scopes.filter(isScope),
      projects: client.projectIds && named.filter(({ id }) => client.projectIds?.includes(id)),
      createdAt: client.createdAt,
      lastUsedAt: client.lastUsedAt,
      previousSecretUntil: client.revokedAt === null ? previousSecretUntil : null,
      revokedAt: client.revokedAt,
    }));
    return { items };
  });
}
