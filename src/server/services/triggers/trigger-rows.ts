import { and, eq, gte, isNull, type SQL } from 'drizzle-orm';
import type { Hook } from '@/contracts/hooks';
import type { Trigger } from '@/contracts/triggers';
import { notFound } from '@/domain/errors';
import type { Transaction } from '@/server/db/client';
import { hooks, triggers } from '@/server/db/schema';
import type { Tenant } from '../actor';
import { hooksOf } from '../hooks/hook-rows';

export function liveTriggersOf(companyId: number, hookId: number): SQL | undefined {
  return and(
    eq(triggers.companyId, companyId),
    eq(triggers.hookId, hookId),
    isNull(triggers.deletedAt),
  );
}

/** The selection of a hook. For a deleted hook, the selection at its deletion, which was deleted with it. */
export function selectedOf({ companyId, id, deletedAt }: Hook): SQL | undefined {
  if (deletedAt === null) return liveTriggersOf(companyId, id);
  return and(
    eq(triggers.companyId, companyId),
    eq(triggers.hookId, id),
    gte(triggers.deletedAt, deletedAt),
  );
}

/**
 * The fields of its hook that a trigger needs. The share lock prevents the deletion of the hook while its triggers are
 * written.
 * @throws ServiceError `not_found`
 */
export async function lockHookForTriggers(tx: Transaction, tenant: Tenant, hookId: number) {
  const [hook] = await tx
    .select({ id: hooks.id, allProjects: hooks.allProjects })
    .from(hooks)
    .where(and(hooksOf(tenant), eq(hooks.id, hookId)))
    .for('share');
  if (hook === undefined) throw notFound('The hook');
  return hook;
}

export function toTrigger(tenant: Tenant, row: typeof triggers.$inferSelect): Trigger {
  return {
    id: row.id,
    companyId: row.companyId,
    hookId: row.hookId,
    projectId: tenant.projectId,
    resourceName: row.resourceName,
    eventType: row.eventType,
    createdAt: row.createdAt,
  };
}
