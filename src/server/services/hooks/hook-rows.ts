import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { Hook, ReadableHookAddress } from '@/contracts/hooks';
import { FAILURES_TO_OPEN } from '@/domain/engine-numbers';
import { notFound } from '@/domain/errors';
import { STORED_HOOK_SETTINGS } from '@/domain/hook-settings';
import { hookHealth } from '@/domain/hook-state';
import { pick } from '@/domain/keyed';
import type { Transaction } from '@/server/db/client';
import { hookQueue, hooks } from '@/server/db/schema';
import type { Tenant } from '../actor';
import { readReason, readShownHeaders } from '../stored-json';
import { lostCount, selectLost } from './lost-events';

/** Live hooks of the tenant itself. A company's list does not contain the hooks of its projects. */
export function hooksOf(tenant: Tenant): SQL | undefined {
  return and(everyHookOf(tenant), isNull(hooks.deletedAt));
}

/** Deleted hooks, of which only the history is left until it is purged. */
function deletedHooksOf(tenant: Tenant): SQL | undefined {
  return and(everyHookOf(tenant), isNotNull(hooks.deletedAt));
}

/** Live hooks of a company and of all its projects. */
function hooksOfCompany(companyId: number): SQL | undefined {
  return and(eq(hooks.companyId, companyId), isNull(hooks.deletedAt));
}

/** The hooks of a list. A person who may read a company may read its projects. */
export function hooksListedFor({
  companyId,
  projectId,
  deleted,
  withProjects,
}: Tenant & { deleted?: boolean | undefined; withProjects?: boolean | undefined }) {
  const tenant = { companyId, projectId };
  if (deleted) return deletedHooksOf(tenant);
  return withProjects && projectId === null ? hooksOfCompany(companyId) : hooksOf(tenant);
}

export function everyHookOf({ companyId, projectId }: Tenant): SQL | undefined {
  return and(
    eq(hooks.companyId, companyId),
    projectId === null ? isNull(hooks.projectId) : eq(hooks.projectId, projectId),
  );
}

/** For a deleted hook, counts the triggers that were deleted with it. */
const triggerCount = sql<number>`(
  SELECT count(*)::int FROM gancho.triggers t
  WHERE t.company_id = ${hooks.companyId} AND t.hook_id = ${hooks.id}
    AND (t.deleted_at IS NULL OR t.deleted_at >= ${hooks.deletedAt})
)`;

/** Its middle part is the time of the last change of a setting, for the search of later changes. */
const revision = sql<string>`(
  SELECT concat_ws('-', ${hooks.configVersion}, floor(1000 * extract(epoch FROM ${hooks.updatedAt})), count(*), coalesce(max(t.id), 0))
  FROM gancho.triggers t
  WHERE t.company_id = ${hooks.companyId} AND t.hook_id = ${hooks.id} AND t.deleted_at IS NULL
)`;

/** An in-order hook has no circuit. */
const isFailing = sql<boolean>`coalesce(${hookQueue.circuitOpenedAt} IS NOT NULL
  OR (${hookQueue.isInOrder} AND ${hookQueue.failureStreak} >= ${FAILURES_TO_OPEN}), false)`;

/** Null also if it is due already. */
const nextTryAt =
  sql<Date | null>`CASE WHEN ${hookQueue.nextAt} < 'infinity' AND ${hookQueue.nextAt} > clock_timestamp() THEN ${hookQueue.nextAt} END`.mapWith(
    hookQueue.nextAt,
  );

/** All displayable fields of hooks, in order of creation. Encrypted columns are never selected. */
export async function selectHooks(
  tx: Transaction,
  where: SQL | undefined,
  { limit, offset = 0 }: { limit?: number; offset?: number | undefined } = {},
): Promise<Hook[]> {
  const selected = tx
    .select({
      id: hooks.id,
      companyId: hooks.companyId,
      projectId: hooks.projectId,
      ...pick(hooks, STORED_HOOK_SETTINGS),
      headersShown: hooks.headersShown,
      disabledReason: hooks.disabledReason,
      disabledAt: hooks.disabledAt,
      disabledBy: hooks.disabledBy,
      createdByUser: hooks.createdByUser,
      createdAt: hooks.createdAt,
      updatedAt: hooks.updatedAt,
      deletedAt: hooks.deletedAt,
      triggerCount,
      revision,
      isFailing,
      failingSince: hookQueue.failingSince,
      incidentAt: hookQueue.incidentAt,
      lastSuccessAt: hookQueue.lastSuccessAt,
      lastError: hookQueue.lastError,
      nextTryAt,
      testSucceededAt: hookQueue.testSucceededAt,
      lostCount: lostCount(hooks.companyId, hooks.id),
    })
    .from(hooks)
    .leftJoin(hookQueue, eq(hookQueue.hookId, hooks.id))
    .where(where)
    .orderBy(hooks.id)
    .offset(offset);
  const rows = await (limit === undefined ? selected : selected.limit(limit));
  const lost = await selectLost(tx, rows);
  return rows.map(({ headersShown, lostCount: _, ...row }) => {
    const facts = { ...row, lastError: readReason(row.lastError), lost: lost.get(row.id) ?? null };
    return {
      ...facts,
      destinationHeaders: readShownHeaders(headersShown).map(
        ({ name, shown }): [string, string] => [name, shown],
      ),
      publicHeaders: readShownHeaders(headersShown).flatMap(({ name, isPublic }) =>
        isPublic ? [name] : [],
      ),
      health: hookHealth(facts),
    };
  });
}

/** @throws ServiceError `not_found` */
export async function requireHook(tx: Transaction, tenant: Tenant, hookId: number): Promise<Hook> {
  const [hook] = await selectHooks(tx, and(hooksOf(tenant), eq(hooks.id, hookId)));
  if (hook === undefined) throw notFound('The hook');
  return hook;
}

/**
 * For reading. Finds a deleted hook unless only live ones are requested.
 * @throws ServiceError `not_found`
 */
export async function requireReadableHook(
  tx: Transaction,
  { hookId, liveOnly = false, ...tenant }: ReadableHookAddress,
): Promise<Hook> {
  const within = liveOnly ? hooksOf(tenant) : everyHookOf(tenant);
  const [hook] = await selectHooks(tx, and(within, eq(hooks.id, hookId)));
  if (hook === undefined) throw notFound('The hook');
  return hook;
}
