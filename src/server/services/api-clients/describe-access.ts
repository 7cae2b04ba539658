import { and, eq, inArray } from 'drizzle-orm';
import type { ClientAccess } from '@/contracts/api-clients';
import { forbidden, notFound } from '@/domain/errors';
import { apiClients, companies, projects } from '@/server/db/schema';
import type { Context } from '../context';

/** The calling API client with its company and the projects that it has access to, by name. */
export async function describeAccess({ ctx }: { ctx: Context }): Promise<ClientAccess> {
  const { actor } = ctx;
  if (actor.kind !== 'client') throw forbidden('This is for API clients.');
  const { companyId, apiClientId, projectIds } = actor;
  return ctx.db.asTenant(companyId, async (tx) => {
    const [client] = await tx
      .select({ id: apiClients.id, name: apiClients.name, clientId: apiClients.clientId })
      .from(apiClients)
      .where(and(eq(apiClients.companyId, companyId), eq(apiClients.id, apiClientId)));
    const [company] = await tx
      .select({ id: companies.id, name: companies.name })
      .from(companies)
      .where(eq(companies.id, companyId));
    if (client === undefined || company === undefined) throw notFound('The API client');
    const reached = await tx
      .select({ id: projects.id, name: projects.name })
      .from(projects)
      .where(
        and(
          eq(projects.companyId, companyId),
          projectIds === null ? undefined : inArray(projects.id, [...projectIds]),
        ),
      )
      .orderBy(projects.name, projects.id);
    return { client, company, projects: reached };
  });
}
