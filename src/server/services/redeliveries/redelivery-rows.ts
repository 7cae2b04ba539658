import { and, desc, eq, isNull, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Redelivery, RedeliveryScope } from '@/contracts/redeliveries';
import { notFound } from '@/domain/errors';
import type { Transaction } from '@/server/db/client';
import { redeliveries, redeliveryHooks } from '@/server/db/schema';
import { hooksListedFor, requireReadableHook } from '../hooks/hook-rows';

/** Jobs of the hook, or of the project or company itself and of each of its hooks. */
export function redeliveriesOf({ companyId, projectId, hookId }: RedeliveryScope): SQL | undefined {
  const r = redeliveries;
  return and(
    eq(r.companyId, companyId),
    projectId === null ? isNull(r.projectId) : eq(r.projectId, projectId),
    hookId === null ? undefined : eq(r.hookId, hookId),
  );
}

/** Newest first. */
export async function selectRedeliveries(
  tx: Transaction,
  where: SQL | undefined,
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<Redelivery[]> {
  const r = redeliveries;
  const h = redeliveryHooks;
  const sum = (what: SQLWrapper) => sql<number>`coalesce(sum(${what}), 0)::float8`;
  return tx
    .select({
      id: r.id,
      companyId: r.companyId,
      projectId: r.projectId,
      hookId: r.hookId,
      state: r.state,
      choice: r.choice,
      createdBy: r.createdBy,
      createdAt: r.createdAt,
      endedAt: r.endedAt,
      matched: sum(h.matched),
      sent: sum(h.sent),
      delivered: sum(h.delivered),
      failed: sum(h.failed),
      open: sum(sql`cardinality(${h.openIds})`),
    })
    .from(r)
    .leftJoin(h, and(eq(h.redeliveryId, r.id), eq(h.companyId, r.companyId)))
    .where(where)
    .groupBy(r.id)
    .orderBy(desc(r.id))
    .limit(limit)
    .offset(offset);
}

/** @throws ServiceError `not_found` */
export async function requireRedelivery(
  tx: Transaction,
  scope: RedeliveryScope,
  redeliveryId: number,
): Promise<Redelivery> {
  const where = and(redeliveriesOf(scope), eq(redeliveries.id, redeliveryId));
  const [found] = await selectRedeliveries(tx, where, { limit: 1 });
  if (found === undefined) throw notFound('The redelivery');
  return found;
}

/** @throws ServiceError `not_found` for a hook that does not exist there */
export async function requireScope(tx: Transaction, scope: RedeliveryScope): Promise<void> {
  const { hookId } = scope;
  if (hookId !== null) await requireReadableHook(tx, { ...scope, hookId });
}

/** The live hooks of a scope. A company has those of its projects too. */
export const hooksInScope = ({ companyId, projectId }: RedeliveryScope) =>
  hooksListedFor({ companyId, projectId, withProjects: true });
