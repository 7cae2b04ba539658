import { randomBytes } from 'node:crypto';
import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { CreatedApiClient } from '@/contracts/api-clients';
import { conflict, internalError, invalidField } from '@/domain/errors';
import { SCOPES, type Scope } from '@/domain/scopes';
import { apiClientSecrets, apiClients, projects } from '@/server/db/schema';
import { hashToken, newToken } from '@/server/gateways/hashing';
import type { Context } from '../context';
import { requireTenant } from '../hooks/require-tenant';
import { recordAudit } from '../record-audit';
import { requireCompanyAdmin } from './client-rows';

/** The maximum number of live clients of a company. */
export const CLIENTS_MAX = 200;

/** The first half of the advisory lock. Only this use has it. */
const CLIENTS_LOCK = 7305089;

type Input = {
  companyId: number;
  name: string;
  /** All scopes if not given. */
  scopes?: readonly Scope[] | undefined;
  /** Null or missing: every project, and the company itself. */
  projectIds?: readonly number[] | null | undefined;
};

/** Creates an OAuth client of a company. Only this answer contains its secret. */
export async function createClient({
  ctx,
  input,
}: {
  ctx: Context;
  input: Input;
}): Promise<CreatedApiClient> {
  const { companyId } = input;
  const tenant = { companyId, projectId: null };
  requireCompanyAdmin(ctx.actor, companyId);
  const name = input.name.trim();
  if (name === '' || name.length > 200) {
    throw invalidField('name', 'invalid_name', 'must have 1 to 200 characters.');
  }
  const scopes = input.scopes?.length ? [...new Set(input.scopes)] : [...SCOPES];
  const projectIds = input.projectIds?.length ? [...new Set(input.projectIds)] : null;
  const clientId = `gancho_${randomBytes(16).toString('hex')}`;
  const clientSecret = newToken('gcs');

  return ctx.db.asTenant(companyId, async (tx) => {
    await requireTenant(tx, tenant);
    // Only one at a time, because two concurrent calls could exceed the limit together.
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${CLIENTS_LOCK}, hashint8(${companyId}))`);
    if (projectIds !== null) {
      const found = await tx
        .select({ id: projects.id })
        .from(projects)
        .where(and(eq(projects.companyId, companyId), inArray(projects.id, projectIds)));
      if (found.length < projectIds.length) {
        throw invalidField('projectIds', 'unknown_project', 'names a project not of this company.');
      }
    }
    const [live] = await tx
      .select({ count: count() })
      .from(apiClients)
      .where(and(eq(apiClients.companyId, companyId), isNull(apiClients.revokedAt)));
    if ((live?.count ?? 0) >= CLIENTS_MAX) {
      throw conflict(`A company has at most ${CLIENTS_MAX} API clients: revoke one first.`);
    }
    const createdBy = ctx.actor.kind === 'user' ? ctx.actor.userId : null;
    const [row] = await tx
      .insert(apiClients)
      .values({ companyId, name, clientId, scopes, projectIds, createdBy })
      .returning({ id: apiClients.id });
    if (row === undefined) throw internalError(new Error('the client was not inserted'));
    await tx
      .insert(apiClientSecrets)
      .values({ companyId, apiClientId: row.id, secretHash: hashToken(clientSecret) });
    await recordAudit(tx, ctx.actor, {
      tenant,
      action: 'api_client.create',
      subjectId: row.id,
      details: { name, scopes, project_ids: projectIds },
    });
    return { id: row.id, name, clientId, clientSecret };
  });
}
